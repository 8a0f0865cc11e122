"""What a release of all measures costs as a company's records grow: seconds and peak memory.

    python -m tests.benchmarks.growth [--folder DIR]

Ten thousand people, two years, a tenth as many answers as interactions. Each size is loaded first;
only the release is timed, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

SIZES = (1_000_000, 5_000_000, 20_000_000)
PEOPLE, MONTHS = 10_000, 24
SETTLED = (date(2023, 4, 1), date(2023, 9, 30), date(2023, 10, 1), date(2024, 3, 31))
OWN_QUESTIONS = 12
GIB = 1024**2  # ru_maxrss counts in KiB on Linux


def answers(people: pd.DataFrame, n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Draw quarterly surveys: answers, questions and waves; as many people answer as give n."""
    from dashboard.metrics.constructs import STANDARD

    draw = np.random.default_rng(8)
    own = [f"own_{i}" for i in range(OWN_QUESTIONS)]
    asked = [*STANDARD, "not_our_department", *own]
    opened = pd.date_range("2023-05-01", periods=8, freq="3MS")
    homes = people.sort_values("valid_from").groupby("person")["department"].first().dropna()
    each = min(len(homes), round(n / (len(opened) * len(asked))))
    parts = []
    for day in opened:
        chosen = homes.sample(each, random_state=draw)
        for question in asked:
            scores = (
                draw.integers(0, 2, each) if question == asked[13] else draw.integers(1, 6, each)
            )
            parts.append(
                pd.DataFrame(
                    {
                        "wave": f"{day:%Y-%m}",
                        "respondent": chosen.index,
                        "department": chosen.to_numpy(),
                        "question": question,
                        "score": scores,
                    }
                )
            )
    questions = pd.DataFrame(
        {"question": own, "construct": own, "low": 1, "high": 5, "favourable": "4;5"}
    )
    waves = pd.DataFrame(
        {
            "wave": opened.strftime("%Y-%m"),
            "opened_on": opened,
            "closed_on": opened + pd.Timedelta("13D"),
        }
    )
    return pd.concat(parts), questions.assign(kind="scale"), waves


def filled(folder: Path, interactions: int) -> Path:
    """Load a company of so many interactions into a workspace."""
    from dashboard import store

    company, workspace = folder / "company", folder / "workspace"
    options = [
        "--people",
        PEOPLE,
        "--months",
        MONTHS,
        "--logs-only",
        "--interactions",
        interactions,
    ]
    command = [sys.executable, "-m", "sample_data.make", *options, "--out", company]
    subprocess.run(list(map(str, command)), check=True)
    log = next(company.glob("interactions.csv*"))
    people = pd.read_csv(company / "people.csv", dtype="str")
    drawn = dict(
        zip(("answers", "questions", "waves"), answers(people, interactions // 10), strict=True)
    )
    for name, frame in drawn.items():
        frame.to_csv(company / f"{name}.csv", index=False)
    with store.opened(workspace) as made:
        for name in ("departments", "department_names", "people", "waves", "questions", "answers"):
            made.add_file(company / f"{name}.csv", table=name)
        made.add_file(log)
        made.declare(store.Comparison("c", "c", None, *SETTLED))
    shutil.rmtree(company)
    return workspace


def released(workspace: Path) -> dict[str, float]:
    """Release a loaded workspace, everything anew."""
    from dashboard import store
    from dashboard.release.build import build

    with store.opened(workspace) as made:
        start = time.perf_counter()
        release = build(made)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB
    return {
        "seconds": seconds,
        "gib": peak,
        "measures": len(release.table("metrics")),
        "estimates": len(release.table("estimates")),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only:
        print(json.dumps(released(chosen.only)))
        return
    print("| interactions | answers | measures | estimates | release | peak memory |")
    print("|---|---|---|---|---|---|")
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as made:
            workspace = filled(Path(made), size)
            command = [sys.executable, "-m", "tests.benchmarks.growth", "--only", str(workspace)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            told = json.loads(done.stdout)
            print(
                f"| {size:,} | {size // 10:,} | {told['measures']} | {told['estimates']:,} "
                f"| {told['seconds']:.0f} s | {told['gib']:.1f} GiB |",
                flush=True,
            )


if __name__ == "__main__":
    main()
