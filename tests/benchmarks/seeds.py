"""Whether planted effects are found: a small company, drawn from many seeds.

    python -m tests.benchmarks.seeds [--seeds N] > tests/benchmarks/seeds.md

Each seed draws 200 people and two years of surveys. What is true is known for everybody who
answered: the probability with which they were made to answer so. A change of a department is true
by the mean of these, before and after the first co-creation project.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard import store
from dashboard.comparisons import Comparison
from dashboard.metrics import metrics
from dashboard.privacy import THRESHOLD
from dashboard.release.changes import judged
from dashboard.release.disclosure import History
from dashboard.release.measure import Measurer
from dashboard.release.windows import all_windows, default_comparisons
from data_loaders import load
from sample_data import make, story
from sample_data.answers import Answers
from sample_data.roster import draw_roster
from sample_data.survey import Wave
from sample_data.teams import Casting
from sample_data.workdays import Indices, Numbers

PEOPLE, MONTHS = 200, 24
ASKED = (story.REFUSAL, *story.VOICES)
LEVEL = 0.001  # less than this is no change
SEEN = 0.10  # a planted change of everybody this large should be seen with the right sign
KEYS = ["metric", "cut", "group"]


class Known(Answers):
    """Answers of which it is noted how probable a favourable one was."""

    def __init__(self, *drawn: object) -> None:
        super().__init__(*drawn)  # type: ignore[arg-type]
        self.truth: list[pd.DataFrame] = []

    def _scores(self, construct: str, people: Indices, wave: Wave, forms: pd.DataFrame) -> Numbers:
        scores = super()._scores(construct, people, wave, forms)
        if construct in ASKED:
            homes = self._roster.homes[people, self._roster.month_of(wave.opened_on)]
            said = ~np.isnan(scores)
            told = pd.DataFrame(
                {
                    "department": np.array(story.DEPARTMENT_IDS)[homes],
                    "share": self._shares(construct, people, wave, forms),
                }
            )
            self.truth.append(told[said].assign(metric=construct, day=wave.opened_on))
        return scores


def company(seed: int, folder: Path) -> pd.DataFrame:
    """Write a company's files without a log; give the planted probabilities, an answer a row."""
    roster = draw_roster(PEOPLE, MONTHS, make._rng(seed, 0))
    parts = Casting(roster, make._rng(seed, 1)).all()
    answers = Known(roster, parts, make._rng(seed, 3))
    tables = {
        "departments": make._departments(),
        "department_names": make._department_names(),
        "people": make.people_table(roster),
        "projects": make.projects_table(roster.last_day),
        "participations": make.participations_table(roster, parts),
        "waves": make.waves_table(roster),
        "questions": make.questions_table(),
        "answers": answers.table(),
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return pd.concat(answers.truth)


def true_changes(truth: pd.DataFrame, comparison: Comparison) -> pd.DataFrame:
    """Give the true change of each metric, of everybody and by department."""
    truth = truth.assign(
        share=truth["share"].where(truth["metric"] != story.REFUSAL, 1 - truth["share"])
    )
    spans = {
        "before": (comparison.before_from, comparison.before_to),
        "after": (comparison.after_from, comparison.after_to),
    }
    sides = {name: truth[truth["day"].between(*span)] for name, span in spans.items()}
    found = []
    for cut, group in (("all", None), ("department", "department")):
        by = ["metric", *([group] if group else [])]
        means = {name: side.groupby(by)["share"].mean() for name, side in sides.items()}
        change = (means["after"] - means["before"]).rename("truth").reset_index()
        found.append(change.assign(cut=cut, group=change[group] if group else "all"))
    return pd.concat(found)[[*KEYS, "truth"]]


def measured(folder: Path) -> tuple[pd.DataFrame, Comparison]:
    """Load the files and give the changes around the first co-creation project."""
    with store.opened(folder / "workspace") as workspace:
        for path in sorted(
            folder.glob("*.csv"), key=lambda path: list(store.TABLES).index(path.stem)
        ):
            workspace.add(load(path.read_bytes(), path.name, table=path.stem))
        waves_on_record = workspace.frame("waves")
        days = workspace.days()
        (comparison, *_) = default_comparisons(workspace.frame("projects"), waves_on_record, *days)
        windows = all_windows([comparison], waves_on_record, *days)
        asked = [one for one in metrics(ASKED) if one.id in ASKED]
        history = History(folder / "releases", THRESHOLD)
        told = Measurer(workspace, asked, [comparison], history).measure(
            windows[windows["comparison"].notna()], lambda _of, _share: None
        )
    better = {one.id: one.better for one in asked}
    return judged(told["changes"], better), comparison


def one_seed(seed: int) -> pd.DataFrame:
    """Give every released change of one company beside what is true."""
    with tempfile.TemporaryDirectory() as made:
        truth = company(seed, Path(made))
        changes, comparison = measured(Path(made))
    beside = changes.merge(true_changes(truth, comparison), on=KEYS)
    return beside[beside["verdict"] != "too_few"].assign(seed=seed)


def told(rows: pd.DataFrame) -> dict[str, float]:
    """Sum up: coverage, right signs of planted effects, false verdicts where nothing is planted."""
    covers = (rows["low"] <= rows["truth"] + 1e-9) & (rows["truth"] - 1e-9 <= rows["high"])
    nothing = rows["truth"].abs() < LEVEL
    planted = (rows["cut"] == "all") & (rows["truth"].abs() >= SEEN)
    right = np.sign(rows["change"]) == np.sign(rows["truth"])
    clear = rows["verdict"].isin(["better", "worse"])
    return {
        "changes": len(rows),
        "covered": covers.mean(),
        "planted": planted.sum(),
        "right_sign": right[planted].mean(),
        "clear_and_right": (clear & right)[planted].mean(),
        "clear_and_wrong": (clear & ~right & ~nothing).sum(),
        "level": nothing.sum(),
        "level_told_as_change": clear[nothing].mean(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    seeds = parser.parse_args().seeds
    rows = []
    for seed in range(seeds):
        rows.append(one_seed(seed))
        print(seed, file=sys.stderr, flush=True)
    found = told(pd.concat(rows, ignore_index=True))
    lines = [
        ("95 % intervals that hold the planted change, of {changes:,}", "{covered:.1%}", "≥ 90 %"),
        (
            "planted changes of everybody by ten points or more, of {planted}, with the right sign",
            "{right_sign:.1%}",
            "all",
        ),
        ("of these told as better or worse", "{clear_and_right:.1%}", "–"),
        ("told as better or worse with the wrong sign", "{clear_and_wrong}", "0"),
        (
            "departments without a planted change, of {level:,}, told as better or worse",
            "{level_told_as_change:.1%}",
            "≤ 5 %",
        ),
    ]
    print(f"# Planted effects in {seeds} small companies\n")
    print(
        f"{PEOPLE} people, {MONTHS} months, seeds 0 to {seeds - 1}: shares of {len(ASKED)} "
        "questions around the first co-creation project, of everybody and by department (of five "
        "people at least).\n"
    )
    print("| what | found | goal |\n|---|---|---|")
    for cells in lines:
        print(f"| {' | '.join(cells)} |".format(**found))


if __name__ == "__main__":
    main()
