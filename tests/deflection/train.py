"""Fit the weights of phrases to the labelled texts' halves for tuning, and say how well they do.

python -m tests.deflection.train  writes data_loaders/deflections/{*.tsv,measured.toml}, measured.md
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dashboard.estimate import wilson
from data_loaders import deflection

HERE = Path(__file__).parent
TARGET = Path(deflection.__file__).parent / "deflections"
SEEN_AT_LEAST, STRENGTH, SMALLEST = 2, 10.0, 0.03
# Ordinary messages and comments, none a refusal: they tell of false alarms alone.
EVERYDAY = "everyday"
# How much a text has to speak for itself: fewer alarms, at the cost of some that are missed. Like
# the strength, chosen where each hand's texts were read by weights of the others'.
CAUTION = {"ja": 0.2, "en": 0.6}


def texts(language: str) -> pd.DataFrame:
    """All labelled texts of a language; ``hand`` is who wrote them."""
    parts = [
        pd.read_csv(path, dtype="str", keep_default_na=False).assign(
            hand=path.stem.removeprefix(language).strip("_")
        )
        for path in sorted(HERE.glob(f"{language}*.csv"))
    ]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(labelled=rows["deflects"] == "1")


def names_in(text: str, language: str) -> set[str]:
    plain = deflection.plainly(text)
    return {name for name, _, _ in deflection.features(plain, language)}


def matrix(found: list[set[str]], places: dict[str, int]) -> csr_matrix:
    rows = [
        (row, places[name]) for row, names in enumerate(found) for name in names if name in places
    ]
    row, column = np.array(rows).T
    length = np.sqrt(np.maximum(np.bincount(row, minlength=len(found)), 1))
    return csr_matrix((1 / length[row], (row, column)), shape=(len(found), len(places)))


def fitted(rows: pd.DataFrame, language: str) -> dict[str, float]:
    """Logistic regression with a ridge: the weight of each phrase that stands in two texts."""
    found = [names_in(text, language) for text in rows["text"]]
    counts = pd.Series([name for names in found for name in sorted(names)]).value_counts()
    kept = sorted(counts.index[counts >= SEEN_AT_LEAST])
    places = {name: place for place, name in enumerate(kept)}
    x, sign = matrix(found, places), np.where(rows["labelled"], 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ weights[:-1] + weights[-1])
        pull = -sign / (1 + np.exp(np.clip(margin, -30, 30)))
        slope = np.append(x.T @ pull + weights[:-1] / STRENGTH, pull.sum())
        ridge = weights[:-1] @ weights[:-1] / (2 * STRENGTH)
        return float(np.logaddexp(0, -margin).sum() + ridge), slope

    best = minimize(loss, np.zeros(len(kept) + 1), jac=True, method="L-BFGS-B").x
    return {
        **dict(zip(kept, best[:-1], strict=True)),
        "(base)": float(best[-1]) - CAUTION[language],
    }


def write(weights: dict[str, float], path: Path) -> None:
    """Write the phrases that weigh anything, those that speak most for a refusal first."""
    told = {name: weight for name, weight in weights.items() if abs(weight) >= SMALLEST}
    told["(base)"] = weights["(base)"]
    lines = [
        f"{name}\t{weight:.3f}" for name, weight in sorted(told.items(), key=lambda one: -one[1])
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def share(hits: int, of: int) -> str:
    low, high = wilson(hits / of, of) if of else (0.0, 1.0)
    return f"{hits / max(of, 1):.2f} ({float(low):.2f}–{float(high):.2f})"


def read(language: str) -> pd.DataFrame:
    """Read the texts that the shipped weights were not fitted to."""
    rows = texts(language).query("half == 'held'")
    found = [deflection.find(text, language) for text in rows["text"]]
    return rows.assign(found=[one.deflects for one in found], score=[one.score for one in found])


def rates(language: str, rows: pd.DataFrame) -> str:
    """Count what a share that the detector finds is corrected by."""
    labelled, found = rows["labelled"], rows["found"]
    counts = {
        "refusals": labelled.sum(),
        "heard": (labelled & found).sum(),
        "others": (~labelled).sum(),
        "alarms": (~labelled & found).sum(),
    }
    return "\n".join([f"[{language}]", *(f"{name} = {n}" for name, n in counts.items()), ""])


def measured(language: str, rows: pd.DataFrame) -> list[str]:
    """Tell how the shipped weights do, by hand and kind."""
    lines = [f"\n## {language}\n", "| texts | n | precision | recall |", "|---|---|---|---|"]
    balanced = rows[rows["hand"] != EVERYDAY]
    for hand, mine in [*balanced.groupby("hand"), ("all", balanced)]:
        right = int((mine["found"] & mine["labelled"]).sum())
        precision = share(right, int(mine["found"].sum()))
        recall = share(right, int(mine["labelled"].sum()))
        lines.append(f"| {hand or 'first hand'} | {len(mine)} | {precision} | {recall} |")
    lines += ["\n| kind | n | called a refusal |", "|---|---|---|"]
    for (labelled, category), mine in rows.groupby(["labelled", "category"]):
        kind = f"{category}{' (is one)' if labelled else ''}"
        lines.append(f"| {kind} | {len(mine)} | {share(int(mine['found'].sum()), len(mine))} |")
    wrong = rows[rows["found"] != rows["labelled"]]
    worst = wrong.reindex(wrong["score"].abs().sort_values(ascending=False).index).head(10)
    lines += ["\nThe ten worst misses:\n"]
    lines += [
        f"- {'missed' if one.labelled else 'false alarm'} ({one.category}): {one.text}"
        for one in worst.itertuples()
    ]
    return lines


def main() -> None:
    told = ["# How well refusals are heard in texts the weights were not fitted to", ""]
    told += ["Wilson's 95 % intervals. `python -m tests.deflection.train` makes this page."]
    counted = ["# How many of the texts the weights were not fitted to were heard.\n"]
    for language in deflection.LANGUAGES:
        rows = texts(language)
        write(fitted(rows[rows["half"] == "tune"], language), TARGET / f"{language}.tsv")
        deflection.weights_of.cache_clear()
        unseen = read(language)
        told += measured(language, unseen)
        counted.append(rates(language, unseen))
    (TARGET / "measured.toml").write_text("\n".join(counted), "utf-8")
    (HERE / "measured.md").write_text("\n".join(told) + "\n", "utf-8")


if __name__ == "__main__":
    main()
