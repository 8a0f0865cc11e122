"""What one more month costs, against measuring all months anew: load and release, as HR waits."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path

# Six months either side of October 2023, long over; and six that end with the newest month.
SETTLED = (date(2023, 4, 1), date(2023, 9, 30), date(2023, 10, 1), date(2024, 3, 31))
NEWEST = (date(2024, 4, 1), date(2024, 9, 30), date(2024, 10, 1), date(2025, 3, 31))


def company(folder: Path) -> Path:
    return folder / "company"


def parts(folder: Path) -> tuple[Path, Path]:
    """The log of the first 23 months, and of the last."""
    earlier, last = folder / "earlier.csv", folder / "last.csv"
    if not last.exists():
        with (company(folder) / "interactions.csv").open(encoding="utf-8") as log:
            header = next(log)
            column = header.strip().split(",").index("occurred_at")
            with (
                earlier.open("w", encoding="utf-8") as one,
                last.open("w", encoding="utf-8") as two,
            ):
                one.write(header)
                two.write(header)
                for line in log:
                    newest = line.split(",", column + 1)[column].startswith("2025-03")
                    (two if newest else one).write(line)
    return earlier, last


def filled(folder: Path, name: str, days: tuple[date, date, date, date], *logs: Path) -> Path:
    """A workspace with people, a comparison and some logs, released."""
    from dashboard import store
    from dashboard.release.build import build

    workspace = folder / name
    shutil.rmtree(workspace, ignore_errors=True)
    with store.opened(workspace) as made:
        for table in ("departments.csv", "department_names.csv", "people.csv"):
            made.add_file(company(folder) / table)
        for log in logs:
            made.add_file(log)
        made.declare(store.Comparison("c", "c", None, *days))
        build(made)
    return workspace


def added(folder: Path, name: str, days: tuple[date, date, date, date]) -> float:
    """The seconds of loading the last month and releasing, the 23 before being there."""
    from dashboard import store
    from dashboard.release.build import build

    earlier, last = parts(folder)
    ready = folder / f"{name}-23"
    if not ready.exists():
        filled(folder, ready.name, days, earlier)
    own = folder / f"{name}-24"
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(ready, own)
    start = time.perf_counter()
    with store.opened(own) as workspace:
        workspace.add_file(last)
        build(workspace)
    return time.perf_counter() - start


def add_a_month(folder: Path) -> float:
    return added(folder, "settled", SETTLED)


def add_a_month_of_a_comparison(folder: Path) -> float:
    return added(folder, "newest", NEWEST)


def everything_anew(folder: Path) -> float:
    logs = parts(folder)
    start = time.perf_counter()
    filled(folder, "anew", SETTLED, *logs)
    return time.perf_counter() - start


def everything_anew_of_a_comparison(folder: Path) -> float:
    logs = parts(folder)
    start = time.perf_counter()
    filled(folder, "anew", NEWEST, *logs)
    return time.perf_counter() - start
