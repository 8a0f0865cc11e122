"""A folder a format, named as the format is: whatever file is dropped in is loaded.

Beside a specimen ``x`` may lie ``x.table`` (the table it has to become, of which only the columns
named there are compared), ``x.refused`` (a line a problem it has to be refused with) and
``x.mapping`` (ours=theirs, a line each). A specimen alone has to become a table that holds rows.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders import Loaded, LoadError, check, load
from data_loaders.formats import formats, raw_formats

FOLDER = Path(__file__).parent
BESIDE = (".table", ".refused", ".mapping")
SPECIMENS = sorted(
    path for path in FOLDER.glob("*/*") if path.is_file() and path.suffix not in BESIDE
)


def beside(specimen: Path, suffix: str) -> str:
    path = specimen.with_name(specimen.name + suffix)
    return path.read_text("utf-8") if path.exists() else ""


def loaded(specimen: Path) -> Loaded:
    lines = beside(specimen, ".mapping").splitlines()
    mapping = dict(line.split("=", 1) for line in lines)
    return load(specimen.read_bytes(), specimen.name, mapping=mapping)


def wanted(specimen: Path, table: str) -> pd.DataFrame:
    """Give the table by hand as a checked one, so that kinds and blanks are the same."""
    path = specimen.with_name(specimen.name + ".table")
    text = pd.read_csv(path, dtype="str", keep_default_na=False)
    # Columns a table cannot do without, though they are not compared.
    filled = {"answers": {"wave": "–", "response": [f"{i}" for i in text.index]}}
    return check(text.assign(**filled.get(table, {}) | dict(text.items())), table, path.name)[
        list(text)
    ]


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_specimen_becomes_what_it_has_to(specimen: Path) -> None:
    refused = beside(specimen, ".refused").splitlines()
    if refused:
        with pytest.raises(LoadError) as caught:
            loaded(specimen)
        said = [str(problem) for problem in caught.value.problems]
        assert len(said) == len(refused)
        assert all(words in one for words, one in zip(refused, said, strict=True))
        assert all(one.startswith(specimen.name) for one in said)
        return
    found = loaded(specimen)
    assert found.format == specimen.parent.name
    assert len(found.frame)
    if beside(specimen, ".table"):
        expected = wanted(specimen, found.table)
        told = found.frame[list(expected)].reset_index(drop=True)
        pd.testing.assert_frame_equal(told, expected.reset_index(drop=True))


def test_every_format_has_a_specimen_that_loads() -> None:
    shown = {path.parent.name for path in SPECIMENS if beside(path, ".table")}
    assert shown == {one.id for one in (*formats(), *raw_formats())}
