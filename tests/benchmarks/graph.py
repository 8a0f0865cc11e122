"""What each figure of people's ties costs at 20,000 people and some 435,000 ties a window.

    python -m tests.benchmarks.graph [--folder DIR]

Every figure is measured in a process of its own, over both windows of one comparison, with chance
and intervals; forming the pairs, which all of them share, stands apart.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

PEOPLE, MONTHS, INTERACTIONS = 20_000, 6, 3_600_000
QUARTERS = (date(2023, 4, 1), date(2023, 6, 30), date(2023, 7, 1), date(2023, 9, 30))
GIB = 1024**2
PAIRS = "pairs"


def of_ties() -> list[str]:
    from dashboard.metrics import metrics

    return [one.id for one in metrics([]) if one.needs[0] == "ties" and "projects" not in one.needs]


def filled(folder: Path) -> Path:
    from dashboard import store

    options = [
        "--people",
        PEOPLE,
        "--months",
        MONTHS,
        "--logs-only",
        "--interactions",
        INTERACTIONS,
    ]
    command = [sys.executable, "-m", "sample_data.make", *options, "--out", folder / "company"]
    subprocess.run(list(map(str, command)), check=True)
    with store.opened(folder / "workspace") as made:
        for name in ("departments", "department_names", "people"):
            made.add_file(folder / "company" / f"{name}.csv")
        made.add_file(next((folder / "company").glob("interactions.csv*")))
        made.declare(store.Comparison("c", "c", None, *QUARTERS))
    return folder / "workspace"


def measured(workspace: Path, metric: str) -> dict[str, float]:
    """Measure one figure, the pairs being held; or form the pairs."""
    from dashboard import store
    from dashboard.estimate import ESTIMATORS, sums_by_cluster
    from dashboard.metrics import metrics
    from dashboard.networks import pairs_between
    from dashboard.release.changes import changes
    from dashboard.release.windows import all_windows

    with store.opened(workspace) as made:
        days = made.days()
        windows = all_windows(made.comparisons(), made.frame("waves"), *days)
        windows = windows[windows["kind"].isin(["before", "after"])]
        lent = made.lend("windows", windows)
        tables = made.tables()
        tables[PAIRS] = pairs_between(tables["ties"], lent)
        start = time.perf_counter()
        tables[PAIRS] = made.hold(PAIRS, tables[PAIRS])
        told = {"pairs": time.perf_counter() - start}
        if metric != PAIRS:
            chosen = next(one for one in metrics([]) if one.id == metric)
            start = time.perf_counter()
            figures = ESTIMATORS[chosen.estimator](
                sums_by_cluster(chosen.contributions(tables, lent)), chosen.unit
            )
            changes(figures, figures.estimates, windows, made.comparisons())
            if chosen.by_chance:
                chosen.by_chance(tables, lent)
            told["seconds"] = time.perf_counter() - start
        ties = tables[PAIRS].to_native().filter("n >= tie_min")
        told["ties"] = ties.shape[0] / 2
    return told | {"gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only:
        print(json.dumps(measured(Path(chosen.only[0]), chosen.only[1])))
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as made:
        workspace = filled(Path(made))
        print("| figure | seconds (goal 3) | peak memory (goal 2 GiB) |\n|---|---|---|")
        for metric in [PAIRS, *of_ties()]:
            command = [sys.executable, "-m", "tests.benchmarks.graph"]
            command += ["--only", str(workspace), metric]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            told = json.loads(done.stdout)
            seconds = told["pairs"] if metric == PAIRS else told["seconds"]
            what = (
                f"pairs formed ({told['ties']:,.0f} ties a window)" if metric == PAIRS else metric
            )
            print(f"| {what} | {seconds:.1f} | {told['gib']:.1f} |", flush=True)


if __name__ == "__main__":
    main()
