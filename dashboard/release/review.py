"""How well refusals are heard: by labelled texts of other companies, or by HR's own review.

HR is shown comments that were taken for a refusal and, as many, comments that were not, in an order
that says nothing (of their codes), and says of each what it is. Both parts are random samples of
what they are drawn from, so the company's own error rates follow from them. The comments are those
that may be shown to HR: of groups where enough people wrote, masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.estimate import Detector, mixed, of_labelled, of_review
from dashboard.metrics import Tables
from dashboard.release.comments import in_groups, written
from data_loaders.deflection import LANGUAGES, measured

ENOUGH = 200
NOTHING = pd.DataFrame(columns=["code", "text", "language", "deflects", "label"])
_FEWEST = 20
_STEP = 20


@dataclass(frozen=True)
class Tally:
    """What HR said of the comments of one language.

    ``confirmed`` of the reviewed ``candidates`` (taken for a refusal) are one; ``missed`` of the
    ``sampled`` others are one too. ``heard`` of all ``texts`` were taken for one.
    """

    confirmed: int
    candidates: int
    missed: int
    sampled: int
    heard: int
    texts: int

    @property
    def labels(self) -> int:
        """How many comments were reviewed."""
        return self.candidates + self.sampled

    @property
    def agreement(self) -> float:
        """The share of reviewed comments of which HR said what the detector said."""
        right = self.confirmed + self.sampled - self.missed
        return right / self.labels if self.labels else float("nan")

    @property
    def enough(self) -> bool:
        """Whether the company's own error rates are known well enough to be used."""
        return self.labels >= ENOUGH and min(self.candidates, self.sampled) >= _FEWEST


def reviewable(tables: Tables, labels: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Give the comments HR may review: code, text, language, deflects, label (missing: none yet).

    Each text once, in the order of the codes. ``fewest`` people of a group must have written.
    """
    rows = in_groups(written(tables), fewest)
    texts = rows.drop_duplicates("code").sort_values("code", ignore_index=True)
    said = labels.set_index("code")["deflects"]
    label = texts["code"].map(said).astype("boolean")
    return texts[["code", "text", "language", "deflects"]].assign(label=label)


def tally(texts: pd.DataFrame, language: str) -> Tally:
    """Count what was said of the comments of one language; ``texts`` are from ``reviewable``."""
    mine = texts[texts["language"] == language]
    heard, known = mine["deflects"].astype(bool), mine["label"].notna()
    refusal = mine["label"].fillna(value=False).astype(bool)
    return Tally(
        confirmed=int((heard & refusal).sum()),
        candidates=int((heard & known).sum()),
        missed=int((~heard & refusal).sum()),
        sampled=int((~heard & known).sum()),
        heard=int(heard.sum()),
        texts=len(mine),
    )


def next_text(texts: pd.DataFrame, language: str) -> str | None:
    """Give the code of the comment to review next, of the part that was reviewed less so far."""
    mine = texts[texts["language"] == language]
    heard = mine["deflects"].astype(bool)
    parts = [mine[heard], mine[~heard]]
    parts.sort(key=lambda part: int(part["label"].notna().sum()))
    for part in parts:
        left = part.loc[part["label"].isna(), "code"]
        if len(left):
            return str(left.iloc[0])
    return None


def rates(texts: pd.DataFrame) -> Mapping[str, Detector]:
    """Give how well each language is heard: the company's own rates where it reviewed enough."""
    found = {}
    for language in LANGUAGES:
        own = tally(texts, language)
        found[language] = of_labelled(**measured()[language])
        if own.enough:
            found[language] = of_review(
                own.confirmed, own.candidates, own.missed, own.sampled, own.heard / own.texts
            )
    return found


def detectors(heard: pd.DataFrame, known: Mapping[str, Detector]) -> dict[str, Detector]:
    """Give the detector behind comments and behind messages, by the languages they are in.

    ``heard`` counts what was read: what, language (missing where the source flagged it), n. Shares
    are taken in steps of a twentieth, so that a new month changes no figure of those before.
    """
    found = {}
    for what, mine in heard.groupby("what"):
        counts = mine.assign(language=mine["language"].fillna("")).groupby("language")["n"].sum()
        steps = (counts / counts.sum() * _STEP).round()
        shares = steps / steps.sum()
        parts = [(float(share), known.get(str(of), Detector())) for of, share in shares.items()]
        found[str(what)] = mixed(parts)
    return found
