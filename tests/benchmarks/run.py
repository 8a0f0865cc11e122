"""Ratios of our work to the plainest tools doing the same, side by side in one run.

    python -m tests.benchmarks.run [--interactions N] [--rounds N] [--folder DIR] [--matching TEXT]

Every figure is a process of its own, run in turn with its counterpart; the table shows medians.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tests.benchmarks.months import (
    add_a_month,
    add_a_month_of_a_comparison,
    everything_anew,
    everything_anew_of_a_comparison,
)

GIB = 1024**2  # ru_maxrss counts in KiB on Linux
READ = (
    "read_csv('{log}', header=true, auto_detect=false, delim=',', quote='\"', "
    "columns={{{columns}}})"
)


def log_of(folder: Path) -> Path:
    return folder / "company" / "interactions.csv"


def source(folder: Path) -> str:
    kinds = {"occurred_at": "TIMESTAMP", "group_size": "INTEGER", "deflects": "BOOLEAN"}
    header = log_of(folder).open(encoding="utf-8").readline().strip().split(",")
    columns = ", ".join(f"{name}: '{kinds.get(name, 'VARCHAR')}'" for name in header)
    return READ.format(log=log_of(folder), columns=columns)


# What is timed: each gives the seconds of its own work, without its imports


def load_with_yotte(folder: Path) -> float:
    from dashboard import store

    shutil.rmtree(folder / "workspace", ignore_errors=True)
    with store.opened(folder / "workspace") as workspace:
        workspace.add_file(folder / "company" / "people.csv")
        start = time.perf_counter()
        upload = workspace.add_file(log_of(folder))
    assert upload.format == "streamed_csv"
    return time.perf_counter() - start


def load_with_duckdb(folder: Path) -> float:
    """An equal table of interactions, people as 64-bit hashes; no checks, no ties, no ledger."""
    import duckdb

    (folder / "raw.duckdb").unlink(missing_ok=True)
    start = time.perf_counter()
    with duckdb.connect(folder / "raw.duckdb") as connection:
        connection.execute(
            "CREATE TABLE interactions AS SELECT occurred_at, "
            "(hash(sender) >> 1)::BIGINT AS sender, (hash(recipient) >> 1)::BIGINT AS recipient, "
            "channel, group_size, conversation, project, deflects, 1 AS upload "
            f"FROM {source(folder)}"
        )
    return time.perf_counter() - start


def load_with_duckdb_and_ties(folder: Path) -> float:
    """The same and the monthly ties with each day's departments, as one would write them."""
    import duckdb

    start = time.perf_counter()
    load_with_duckdb(folder)
    with duckdb.connect(folder / "raw.duckdb") as connection:
        connection.execute(
            "CREATE TEMP TABLE spells AS SELECT (hash(person) >> 1)::BIGINT AS person, valid_from, "
            "lead(valid_from, 1, DATE '9999-12-31') OVER (PARTITION BY person ORDER BY valid_from) "
            "AS valid_to, department FROM "
            f"read_csv('{folder / 'company' / 'people.csv'}', types={{valid_from: 'DATE'}})"
        )
        connection.execute(
            "CREATE TABLE ties AS SELECT date_trunc('month', occurred_at)::DATE AS month, sender, "
            "recipient, s.department AS sender_department, r.department AS recipient_department, "
            "channel, project, count(DISTINCT conversation) + count(*) FILTER "
            "(conversation IS NULL) AS n, sum(1.0 / (group_size - 1)) AS weight, "
            "count(*) FILTER (deflects) AS n_deflecting, max(occurred_at)::DATE AS last_on "
            "FROM interactions "
            "LEFT JOIN spells AS s ON s.person = sender AND occurred_at::DATE >= s.valid_from "
            "AND occurred_at::DATE < s.valid_to "
            "LEFT JOIN spells AS r ON r.person = recipient AND occurred_at::DATE >= r.valid_from "
            "AND occurred_at::DATE < r.valid_to "
            "WHERE group_size <= 20 AND sender <> recipient GROUP BY ALL"
        )
    return time.perf_counter() - start


def load_with_pandas(folder: Path) -> float:
    start = time.perf_counter()
    pd.read_csv(log_of(folder)).to_parquet(folder / "log.parquet")
    return time.perf_counter() - start


def months(folder: Path) -> pd.DataFrame:
    from dashboard import store
    from dashboard.release.windows import all_windows

    with store.opened(folder / "workspace") as workspace:
        windows = all_windows([], workspace.frame("waves"), *workspace.days())
    return windows[windows["kind"] == "month"]


def aggregate_with_yotte(folder: Path) -> float:
    from dashboard import networks, store

    windows = months(folder)
    with store.opened(folder / "workspace") as workspace:
        lent = workspace.lend("windows", windows)
        start = time.perf_counter()
        pairs = networks.pairs_between(workspace.tables()["ties"], lent)
        found = networks.department_ties(networks.ties_of(workspace.hold("pairs", pairs)))
        seconds = time.perf_counter() - start
    found.to_parquet(folder / "ours.parquet")
    return seconds


def aggregate_with_sql(folder: Path) -> float:
    """Ties by month and pair of departments: counts and distinct people, on the same tables."""
    import duckdb

    with duckdb.connect(folder / "workspace" / "workspace.duckdb") as connection:
        connection.execute("SET memory_limit = '2GB'")
        start = time.perf_counter()
        found = connection.execute(
            """
            WITH pairs AS (
                SELECT month, least(sender, recipient) AS a, greatest(sender, recipient) AS b,
                    sum(n) AS n,
                    arg_max(
                        if(sender < recipient, sender_department, recipient_department), last_on
                    ) AS da,
                    arg_max(
                        if(sender < recipient, recipient_department, sender_department), last_on
                    ) AS db
                FROM ties GROUP BY ALL HAVING sum(n) >= 2
            ), edges AS (
                SELECT month, n, least(da, db) AS x, greatest(da, db) AS y,
                    if(da <= db, a, b) AS px, if(da <= db, b, a) AS py
                FROM pairs WHERE da IS NOT NULL AND db IS NOT NULL
            ), counted AS (
                SELECT month, x, y, sum(n) AS interactions, count(*) AS ties,
                    count(DISTINCT px) AS from_people, count(DISTINCT py) AS to_people
                FROM edges GROUP BY ALL
            ), everybody AS (
                SELECT month, x, y, count(DISTINCT p) AS people
                FROM (SELECT month, x, y, unnest([px, py]) AS p FROM edges) GROUP BY ALL
            )
            SELECT * FROM counted JOIN everybody USING (month, x, y) ORDER BY ALL
            """
        ).df()
        seconds = time.perf_counter() - start
    ours = pd.read_parquet(folder / "ours.parquet")
    assert abs(found["ties"].sum() - ours["ties"].sum()) <= 0.001 * ours["ties"].sum()
    return seconds


# What the fullest page, Overview, reads
OVERVIEW = ("metrics", "estimates", "changes", "windows", "comparisons", "names", "projects")


def read_release(folder: Path) -> float:  # noqa: ARG001 - every measurement takes the folder
    """The page's tables of a new release of the sample story."""
    from dashboard.release import read

    read.sample().table("withheld")  # Parquet's library is loaded with the server's first page
    return _reading(OVERVIEW)


def read_release_again(folder: Path) -> float:  # noqa: ARG001
    """The same tables at the next click."""
    _reading(OVERVIEW)
    return _reading(OVERVIEW)


def _reading(tables: tuple[str, ...]) -> float:
    from dashboard.release import read

    release = read.sample()
    start = time.perf_counter()
    for name in tables:
        release.table(name)
    return time.perf_counter() - start


A_MONTH = 1.5 / 24
# Each line: what, ours, the counterpart, the goal for the ratio (or for seconds)
LINES: list[tuple[str, Callable[[Path], float], Callable[[Path], float] | None, float]] = [
    ("load, ties and ledger; DuckDB: interactions alone", load_with_yotte, load_with_duckdb, 1.25),
    ("load; DuckDB: interactions and ties", load_with_yotte, load_with_duckdb_and_ties, 1.25),
    ("load; pandas.read_csv and to_parquet", load_with_yotte, load_with_pandas, 1.0),
    ("ties by month and departments; SQL", aggregate_with_yotte, aggregate_with_sql, 1.15),
    ("one more month of 24; all anew", add_a_month, everything_anew, A_MONTH),
    (
        "one more month of 24, where a comparison ends; all anew",
        add_a_month_of_a_comparison,
        everything_anew_of_a_comparison,
        A_MONTH,
    ),
    ("read a release for a page, new (seconds)", read_release, None, 0.010),
    ("read a release for a page, again (seconds)", read_release_again, None, 0.010),
]


def measured(name: str, folder: Path) -> tuple[float, float]:
    """Run one measurement in a process of its own: seconds, peak memory in GiB."""
    command = [sys.executable, "-m", "tests.benchmarks.run", "--folder", folder, "--only", name]
    done = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    return told["seconds"], told["gib"]


def table(folder: Path, rounds: int, matching: str) -> str:
    rows = ["| what | ours | other | ratio | goal | our peak GiB |", "|---|---|---|---|---|---|"]
    for what, ours, other, goal in LINES:
        if matching not in what:
            continue
        pairs = [
            (measured(ours.__name__, folder), measured(other.__name__, folder) if other else None)
            for _ in range(rounds)
        ]
        seconds = statistics.median(mine for (mine, _), _ in pairs)
        peak = max(gib for (_, gib), _ in pairs)
        if other:
            theirs = statistics.median(pair[1][0] for pair in pairs if pair[1])
            ratio = statistics.median(pair[0][0] / pair[1][0] for pair in pairs if pair[1])
            told = f"{theirs:.2f} s | {ratio:.3f}"
        else:
            told = "– | –"
        rows.append(f"| {what} | {seconds:.4g} s | {told} | {goal:.4g} | {peak:.1f} |")
        print(rows[-1], file=sys.stderr, flush=True)
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, default=20_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--matching", default="", help="only lines with this text")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only:
        seconds = globals()[chosen.only](chosen.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB
        print(json.dumps({"seconds": seconds, "gib": peak}))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = chosen.folder or Path(made)
        if not log_of(folder).exists():
            options = ["--people", "10000", "--months", "24", "--logs-only"]
            options += ["--interactions", str(chosen.interactions), "--out", folder / "company"]
            command = [sys.executable, "-m", "sample_data.make", *options]
            subprocess.run(list(map(str, command)), check=True)
        print(table(folder, chosen.rounds, chosen.matching))


if __name__ == "__main__":
    main()
