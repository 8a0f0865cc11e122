"""How often 95 % intervals hold the truth: the full grid of the simulation the tests reduce.

python -m tests.benchmarks.coverage [--repeats N] > tests/benchmarks/coverage.md
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from dashboard.estimate import judge
from tests.test_estimate import coverage, every_change, ratios, simulated

SIZES = (10, 20, 30, 50, 100, 300, 1000)
LEVELS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95)
RATES = [*((level, level) for level in LEVELS), (0.1, 0.2), (0.3, 0.2), (0.5, 0.6), (0.8, 0.9)]
# Correlation of one person's two answers; share of people who answer both times.
PAIRING = [*product((0.0, 0.3, 0.6, 0.9), (0.5, 1.0)), (0.0, 0.0)]
AT_ONCE = 5_000_000
RARE = 10  # fewer expected yes (or no) than this make an interval wider than it need be
NOTHING = 0.05  # the most comparisons without a change that may be told as one


def simulated_cases(n: int, repeats: int) -> pd.DataFrame:
    """Simulate all cases of a number of people, so many draws at once as fit into memory."""
    times = max(1, min(repeats, AT_ONCE // (n * len(RATES))))
    parts = [
        coverage({n: times}, RATES, PAIRING, seed=1998 + start)
        for start in range(0, repeats, times)
    ]
    print(n, file=sys.stderr)
    cases = ["n", "alike", "returning", "rate"]
    return pd.concat(parts).groupby(cases)[["change", "estimate"]].mean().reset_index()


def table(rows: pd.DataFrame) -> str:
    """Lay the simulation out by number of people."""
    yes = rows["n"] * rows["rate"].map(min)
    no = rows["n"] * (1 - rows["rate"].map(max))
    rows = rows.assign(rare=np.minimum(yes, no) < RARE)
    lines = [
        "| people a side | cases | change: mean | lowest | highest | estimate: mean | lowest |",
        "|---|---|---|---|---|---|---|",
    ]
    for (n, rare), mine in rows.groupby(["n", "rare"]):
        change, level = mine["change"], mine["estimate"]
        lines.append(
            f"| {n}{', fewer than ten expected' if rare else ''} | {len(mine)} "
            f"| {change.mean():.3f} | {change.min():.3f} | {change.max():.3f} "
            f"| {level.mean():.3f} | {level.min():.3f} |"
        )
    change, level = rows["change"], rows["estimate"]
    whole = f"| all | {len(rows)} | {change.mean():.3f} | {change.min():.3f} | {change.max():.3f} "
    return "\n".join([*lines, f"{whole}| {level.mean():.3f} | {level.min():.3f} |"])


def false_verdicts(comparisons: int) -> Iterator[str]:
    """Say how often a comparison of forty changes, none of them real, tells of one."""
    yield "| people a side | correlation | answering both times | told of a change |"
    yield "|---|---|---|---|"
    size = 40
    for n, alike, returning in ((12, 0.6, 1.0), (30, 0.3, 0.5), (60, 0.0, 0.0), (300, 0.6, 1.0)):
        draw = np.random.default_rng(95)
        level = np.tile(np.resize([0.1, 0.3, 0.5, 0.7, 0.9], size), comparisons)
        found = ratios(simulated(draw, level[:, None] * [1, 1], n, alike, returning))
        changes = every_change(found, len(level)).rename(columns={"value": "change"})
        told = [
            (judge(part, "higher")["verdict"] != "no_clear_change").any()
            for _, part in changes.groupby(np.repeat(np.arange(comparisons), size))
        ]
        yield f"| {n} | {alike} | {returning:.0%} | {np.mean(told):.1%} (at most {NOTHING:.0%}) |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=2000)
    repeats = parser.parse_args().repeats
    rows = pd.concat([simulated_cases(n, repeats) for n in SIZES], ignore_index=True)
    print("# How often 95 % intervals hold the truth\n")
    print(
        f"Shares, before and after, {len(RATES)} pairs of rates from .05 to .95, {len(PAIRING)} "
        "ways of pairing (correlation of one person's answers 0 to .9; nobody, half or all of the "
        f"people answer both times), {repeats:,} draws a case. The goal: .94 to .975 in the mean, "
        "never under .90, from fifty people never under .93; more where fewer than ten are "
        "expected to say yes, or no. A single case "
        f"is known to ± {3 * np.sqrt(0.95 * 0.05 / repeats):.3f}.\n"
    )
    print(table(rows))
    print("\nForty changes looked at together, none of them real:\n")
    print("\n".join(false_verdicts(400)))


if __name__ == "__main__":
    main()
