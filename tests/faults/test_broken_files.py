"""Files as they should not be: each is refused in words, or read as it was meant; nothing is lost.

Whatever happens, what was stored before stays byte for byte the same, and the next file goes in.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import store
from data_loaders import LoadError, load
from data_loaders.packed import require_bounded
from tests.data_loaders.test_survey_tools import xlsx
from tests.faults.children import same, stored

HEADER = "person,valid_from,department\n"
ROSTER = (("person", "valid_from", "department"), ("0012", "2024-01-01", "sales"))
Made = str | bytes | Callable[[], bytes]


def written(made: Made) -> bytes:
    """Give a file's bytes: as they are, text in UTF-8, or what is made only when it is needed."""
    if isinstance(made, str):
        return made.encode()
    return made if isinstance(made, bytes) else made()


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def slack(*members: tuple[str, bytes]) -> bytes:
    said = json.dumps([{"user": "U1", "text": "<@U2>", "ts": "1788224400.0"}]).encode()
    users = json.dumps([{"id": "U1"}, {"id": "U2"}]).encode()
    return zipped(("users.json", users), ("general/2026-09-01.json", said), *members)


def lying(content: bytes, size: int) -> bytes:
    """Let a zip's headers say that its first member unpacks to so many bytes only."""
    lie = struct.pack("<I", size)
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content = content[: local + 22] + lie + content[local + 26 :]
    return content[: central + 24] + lie + content[central + 28 :]


def bomb() -> bytes:
    """Three gigabytes in three megabytes, a workbook by its mark."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(3 * 1024):
            sheet.write(bytes(1024 * 1024))
    return packed.getvalue()


def wide(columns: int) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([[f"c{n}" for n in range(columns)], ["1"] * columns])
    return text.getvalue().encode()


REFUSED: dict[str, tuple[Made, str]] = {
    "truncated workbook": (xlsx(*ROSTER)[:-200], "The zip file is damaged"),
    "truncated zip": (slack()[:-50], "The zip file is damaged"),
    "zip bomb": (bomb, "unpacks to more than 2 GB"),
    "lying header": (
        lambda: lying(slack(("a.json", b"[]")), 1),
        "damaged, locked, or no zip file",
    ),
    "ten thousand columns": (lambda: wide(10_000), "The columns fit no table"),
    "a cell of two million characters": (
        f"{HEADER}{'x' * 2_000_000},2024-01-01,sales\n",
        "The row cannot be split into cells",
    ),
    "empty": (b"", "The file is empty"),
    "header only": (HEADER, "a header but no row below it"),
    "broken byte in cp932": (
        lambda: (
            "社員番号,発令日,所属\nP1,2025-04-01,営業部\n".encode("cp932") + b"P2,2025-04-01,\x81\n"
        ),
        "neither UTF-8, UTF-16 nor Shift_JIS",
    ),
    "unbalanced quotes": (f'{HEADER}a,2024-01-01,"sales\n', "cannot be split"),
    "ragged rows": (f"{HEADER}a,2024-01-01\n", "The row has 2 cells"),
    "NUL": (f"{HEADER}a,2024-01-01,sa\0les\n", "There is a NUL character"),
    "duplicate header": (
        b"person,person,valid_from,department\na,b,2024-01-01,sales\n",
        "Two columns are called",
    ),
    "the same respondent with different answers": (
        (
            b"wave,respondent,department,question,score\n"
            b"2026-09,a,sales,consultation,1\n2026-09,a,sales,consultation,5\n"
        ),
        "The row stands twice",
    ),
    "mixed dates": (
        f"{HEADER}a,2024-01-01,sales\nb,01/02/2024,sales\n",
        "may be day/month or month/day",
    ),
    "lone surrogate": (
        lambda: f"{HEADER}a\ud800,2024-01-01,sales\n".encode("utf-8", "surrogatepass"),
        "neither UTF-8",
    ),
    "a file of random bytes": (bytes(range(256)) * 40, "neither UTF-8"),
    "a page saved from the web": (
        b"<!DOCTYPE html>\n<html>\n<body>\nperson,valid_from\n</body>\n</html>\n",
        "The row has 2 cells",
    ),
    "a name that leads out of the folder": (
        lambda: slack(("../../../etc/2026-09-01.json", b"[[]")),
        "it is not what Slack exports",
    ),
}

READ: dict[str, tuple[Made, int]] = {
    "CR only": (f"{HEADER}a,2024-01-01,sales\n".replace("\n", "\r"), 1),
    "CR CR LF": (f"{HEADER}a,2024-01-01,sales\n".replace("\n", "\r\r\n"), 1),
    "full-width header": (
        "ｐｅｒｓｏｎ,ＶＡＬＩＤ＿ＦＲＯＭ,部署\na,2024-01-01,sales\n",
        1,
    ),
    "ids 0012 and 12": (
        f"{HEADER}0012,2024-01-01,sales\n12,2024-01-01,sales\n",
        2,
    ),
    "emoji": (f"{HEADER}a,2024-01-01,営業🎉\n", 1),
    "right-to-left override": (f"{HEADER}a,2024-01-01,sa\u202eles\n", 1),
    "combining marks": (f"{HEADER}a,2024-01-01,か\u3099いはつ\n", 1),
    "formulas": (f"{HEADER}=cmd|' /C calc'!A0,2024-01-01,@SUM(1)\n", 1),
    "markup": (f"{HEADER}a,2024-01-01,<img src=x onerror=alert(1)>\n", 1),
    "LaTeX and Markdown": (f"{HEADER}a,2024-01-01,$x$ ![a](http://b)\n", 1),
    "a workbook named .csv": (lambda: xlsx(*ROSTER), 1),
    "gzip named .csv": (lambda: gzip.compress(f"{HEADER}a,2024-01-01,sales\n".encode()), 1),
    "a name that leads out of the folder": (
        lambda: slack(("..\\C:/x/2026-09-02.json", b"[]"), ("/abs/2026-09-02.json", b"[]")),
        1,
    ),
    "the same respondent twice, the same answer": (
        (
            b"wave,response,respondent,department,question,score\n"
            b"2026-09,1,z,planning,consultation,5\n2026-09,2,z,planning,consultation,5\n"
        ),
        2,
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace that holds a roster of somebody else."""
    with store.opened(tmp_path / "workspace") as workspace:
        workspace.add(load(f"{HEADER}z,2024-01-01,planning\n".encode(), "before.csv"))
    return tmp_path / "workspace"


@pytest.mark.parametrize("fault", REFUSED)
def test_it_is_refused_in_words_and_nothing_changes(fault: str, folder: Path) -> None:
    before = stored(folder)
    made, words = REFUSED[fault]
    with pytest.raises(LoadError) as caught:
        load(written(made), "a file.csv")
    assert words in str(caught.value)
    assert all(problem.file.startswith("a file.csv") for problem in caught.value.problems)
    assert same(stored(folder), before)
    with store.opened(folder) as workspace:
        assert workspace.add(load(f"{HEADER}a,2024-01-01,sales\n".encode(), "next.csv")).rows == 1


@pytest.mark.parametrize("meant", READ)
def test_it_is_read_as_it_was_meant(meant: str, folder: Path) -> None:
    before = stored(folder)
    made, rows = READ[meant]
    with store.opened(folder) as workspace:
        upload = workspace.add(load(written(made), "a file.csv"))
        assert upload.rows == rows
        workspace.undo(upload.upload)
    now = stored(folder)
    assert same({**before, "uploads": now["uploads"]}, now)
    assert not list(folder.parent.glob("**/2026-09-02.json"))


def test_bytes_are_counted_while_they_come_whatever_the_headers_say() -> None:
    packed = zipped(("a", bytes(5_000_000)))
    require_bounded(packed, "a.zip", largest=5_000_000)
    with pytest.raises(LoadError, match="unpacks to more than"):
        require_bounded(packed, "a.zip", largest=4_999_999)
    with pytest.raises(LoadError):
        require_bounded(lying(packed, 10), "a.zip", largest=4_999_999)


def test_a_zip_of_many_files_is_refused() -> None:
    many = zipped(*((f"{n}", b"") for n in range(200_001)), method=zipfile.ZIP_STORED)
    with pytest.raises(LoadError, match="more than 200,000 files"):
        require_bounded(many, "a.zip")
