"""Our checked load beside a bare read of the same file, alternating in one run; and corrections.

python -m tests.benchmarks.loading
"""

from __future__ import annotations

import io
import json
import random
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

ROUNDS = 5
ROWS = 300_000
PEOPLE = 5_000
MESSAGES = 200_000
HEADER = "occurred_at,sender,recipient,channel,group_size"


def lines(rows: int) -> list[tuple[str, ...]]:
    return [
        (
            f"2026-{i % 9 + 1:02d}-{i % 28 + 1:02d} 09:{i % 60:02d}:00",
            f"A{i % PEOPLE:05d}",
            f"A{(i * 7 + 1) % PEOPLE:05d}",
            "mail",
            "2",
        )
        for i in range(rows)
    ]


def slack(messages: int) -> bytes:
    drawn = random.Random(1)
    words = [f"{drawn.getrandbits(40):x}" for _ in range(20_000)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", json.dumps([{"id": f"U{i:04d}"} for i in range(3000)]))
        archive.writestr("channels.json", "[]")
        for day in range(messages // 2500):
            said = []
            for i in range(2500):
                text = " ".join(drawn.choices(words, k=14))
                if drawn.random() < 1 / 2:
                    text = f"<@U{drawn.randrange(3000):04d}> {text}"
                said.append(
                    {
                        "client_msg_id": f"{drawn.getrandbits(128):032x}",
                        "type": "message",
                        "text": text,
                        "user": f"U{drawn.randrange(3000):04d}",
                        "ts": f"{1_780_000_000 + day * 20_000 + i}.{i:06d}",
                        "blocks": [{"type": "rich_text", "elements": [{"text": text}]}],
                    }
                )
            archive.writestr(
                f"c{day % 40}/2026-0{day % 9 + 1}-0{day // 40 + 1}.json", json.dumps(said)
            )
    return packed.getvalue()


def walk(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(len(json.loads(archive.read(name))) for name in archive.namelist())


def ratio(ours: Callable[[], object], bare: Callable[[], object]) -> tuple[float, float, float]:
    """Give the median of paired ratios, and the medians of both in seconds."""
    pairs = []
    for _ in range(ROUNDS):
        taken = []
        for run in (ours, bare):
            start = time.perf_counter()
            run()
            taken.append(time.perf_counter() - start)
        pairs.append(taken)
    told = [statistics.median(side) for side in zip(*pairs, strict=True)]
    return statistics.median(one / other for one, other in pairs), told[0], told[1]


def read_files() -> None:
    from data_loaders import load
    from tests.data_loaders.test_survey_tools import xlsx

    rows = lines(ROWS)
    text = "\n".join([HEADER, *map(",".join, rows)]).encode()
    quoted = text.replace(b",mail,", b',"mail",')
    book = xlsx(tuple(HEADER.split(",")), *rows)
    export = slack(MESSAGES)

    def calamine() -> object:
        return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(1).to_python()

    for name, ours, bare in (
        ("CSV, read whole", lambda: load(text, "a.csv"), lambda: pd.read_csv(io.BytesIO(text))),
        (
            "CSV with quotes, read whole",
            lambda: load(quoted, "a.csv"),
            lambda: pd.read_csv(io.BytesIO(quoted)),
        ),
        ("xlsx", lambda: load(book, "a.xlsx"), calamine),
        ("Slack export", lambda: load(export, "a.zip"), lambda: walk(export)),
    ):
        told, seconds, other = ratio(ours, bare)
        print(f"{name}: {told:.2f} × ({seconds:.2f} s against {other:.2f} s)")


def corrections() -> None:
    """What a late correction of the roster costs, by how many people it concerns."""
    from dashboard import store
    from data_loaders import load

    def roster(people: range, day: str, shift: int) -> bytes:
        told = [f"A{i:05d},{day},d{(i + shift) % 9}" for i in people]
        return "\n".join(["person,valid_from,department", *told]).encode()

    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.csv"
        with log.open("w", encoding="utf-8") as file:
            file.write(f"{HEADER}\n")
            file.writelines(f"{','.join(row)}\n" for row in lines(10 * ROWS))
        with store.opened(Path(folder) / "workspace") as workspace:
            workspace.add(load(roster(range(PEOPLE), "2025-01-01", 0), "people.csv"))
            start = time.perf_counter()
            workspace.add_file(log)
            print(f"{10 * ROWS:,} interactions loaded in {time.perf_counter() - start:.1f} s")
            for n, people in enumerate((1, 50, 500, PEOPLE)):
                start = time.perf_counter()
                content = roster(range(people), f"2026-0{n + 2}-15", n + 1)
                workspace.add(load(content, f"correction{n}.csv"))
                seconds = time.perf_counter() - start
                print(f"a correction of {people:,} of {PEOPLE:,} people: {seconds:.2f} s")


if __name__ == "__main__":
    read_files()
    corrections()
