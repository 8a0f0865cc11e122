"""Who answers the pulse survey, and what they say.

A favourable answer has exactly the planted probability of the person's department and membership
at that time, while the answers of one person stay alike from wave to wave.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from sample_data import story
from sample_data.comments import comment
from sample_data.roster import ABSENT, Roster
from sample_data.survey import COMMENT, REJOIN, Wave, asked_as, favourable_share, waves
from sample_data.teams import Participation
from sample_data.workdays import Indices, Numbers, choose

_COLUMNS = (
    "wave",
    "response",
    "respondent",
    "department",
    "took_part",
    "project",
    "question",
    "score",
    "choice",
    "text",
    "answered_on",
)

_ALIKE = 0.35
"""Share of an answer's variance that belongs to the person, not to the wave."""

_STEPS = np.array([-1.7, -0.9, 0.0, 1.1])
"""Where 2, 3, 4 and 5 begin on the scale's latent axis, seen from the border of favourable."""

_RESPONSE_SPREAD = 0.025
_ANONYMOUS = 0.10
_SKIPPED = 0.02
_COMMENTING = 0.085
_DAILY_RETURNS = np.array([0.25, 0.17, 0.12, 0.11, 0.10, 0.03, 0.02, 0.09, 0.06, 0.05])
_STILL_FRESH = timedelta(days=183)


class Answers:
    """Draws the answers of all waves."""

    def __init__(
        self, roster: Roster, parts: Sequence[Participation], rng: np.random.Generator
    ) -> None:
        self._roster, self._parts, self._rng = roster, parts, rng
        self._anonymous = rng.random(len(roster.people)) < _ANONYMOUS
        self._leaning = {
            one: rng.standard_normal(len(roster.people))
            for one in (story.REFUSAL, *story.VOICES, REJOIN)
        }

    def table(self) -> pd.DataFrame:
        """Give every answer of every wave, a row each; forms are numbered through."""
        forms = pd.concat([self._wave(wave) for wave in waves(self._roster)], ignore_index=True)
        number = forms.groupby(["wave", "response"], sort=False).ngroup() + 1
        return forms.assign(response=number.map("R{:05d}".format))[list(_COLUMNS)]

    def _wave(self, wave: Wave) -> pd.DataFrame:
        """Draw one wave, form by form in no order that tells who wrote them."""
        people = self._rng.permutation(self._responding(wave))
        forms = self._forms(wave, people)
        scores = {one: self._scores(one, people, wave, forms) for one in self._leaning}
        answers = [
            forms.assign(question=one, score=found, text="") for one, found in scores.items()
        ]
        long = pd.concat(answers).dropna(subset="score")
        long["score"] = long["score"].astype(int).astype(str)
        written = self._comments(forms, refused=scores[story.REFUSAL] == 1)
        whole = pd.concat([long, written], ignore_index=True)
        whole["project"] = whole["project"].mask(whole["respondent"] == "", "")
        return whole.assign(choice="").sort_values("response", kind="stable")

    def _responding(self, wave: Wave) -> Indices:
        """Draw who responds: departments differ, waves differ, and so does chance."""
        homes = self._roster.homes[:, self._roster.month_of(wave.opened_on)]
        rates = np.array([one.responding for one in story.DEPARTMENTS])
        rates += self._rng.normal(0.0, _RESPONSE_SPREAD, len(rates))
        return np.flatnonzero((homes != ABSENT) & (self._rng.random(len(homes)) < rates[homes]))

    def _forms(self, wave: Wave, people: Indices) -> pd.DataFrame:
        """Describe each form: whose it is, unless anonymous, and what its writer took part in."""
        day = wave.opened_on
        homes = self._roster.homes[people, self._roster.month_of(day)].tolist()
        after = choose(_DAILY_RETURNS, len(people), self._rng).tolist()
        return pd.DataFrame(
            {
                "wave": wave.id,
                "response": np.arange(len(people)),
                "respondent": np.where(self._anonymous[people], "", self._roster.people[people]),
                "department": [asked_as(story.DEPARTMENT_IDS[home], wave) for home in homes],
                "took_part": [self._took_part(one, day) for one in people.tolist()],
                "project": [self._latest_project(one, day) for one in people.tolist()],
                "answered_on": [(day + timedelta(days=one)).isoformat() for one in after],
            }
        )

    def _took_part(self, person: int, day: date) -> str:
        """Say whether a person had joined a co-creation project when a wave opened."""
        joined = any(
            one.person == person
            and one.joined_on <= day
            and story.KIND_OF[one.project] == story.CO_CREATION
            for one in self._parts
        )
        return "true" if joined else "false"

    def _latest_project(self, person: int, day: date) -> str:
        """Name the project a person is in, or was in during the half year before a wave."""
        closing = {one.id: one.closed_on for one in story.PROJECTS}
        recent = [
            one
            for one in self._parts
            if one.person == person
            and one.joined_on <= day
            and (one.left_on or closing[one.project] or day) >= day - _STILL_FRESH
        ]
        return max(recent, key=lambda one: one.joined_on).project if recent else ""

    def _scores(self, construct: str, people: Indices, wave: Wave, forms: pd.DataFrame) -> Numbers:
        """Draw the scores of one question; not a number where it was skipped or not asked."""
        shares = self._shares(construct, people, wave, forms)
        border = np.array([NormalDist().inv_cdf(1 - one) for one in shares.tolist()])
        chance = self._rng.standard_normal(len(people))
        lean = self._leaning[construct][people]
        latent = np.sqrt(_ALIKE) * lean + np.sqrt(1 - _ALIKE) * chance - border
        if construct == story.REFUSAL:
            scores = np.where(latent > 0, 0.0, 1.0)
        else:
            scores = 1.0 + (latent[:, None] > _STEPS).sum(axis=1)
        scores[self._rng.random(len(people)) < _SKIPPED] = np.nan
        if construct == REJOIN:
            scores[forms["project"] == ""] = np.nan
        return scores

    def _shares(self, construct: str, people: Indices, wave: Wave, forms: pd.DataFrame) -> Numbers:
        """Give each person's planted probability of a favourable answer."""
        if construct == REJOIN:
            kinds = forms["project"].map(story.KIND_OF).fillna(story.CONVENTIONAL)
            return np.array(kinds.map(story.REJOIN), dtype=np.float64)
        since = story.months_since_kick_off(wave.opened_on)
        homes = self._roster.homes[people, self._roster.month_of(wave.opened_on)].tolist()
        members = (forms["took_part"] == "true").tolist()
        return np.array(
            [
                favourable_share(construct, story.DEPARTMENT_IDS[home], since, member=member)
                for home, member in zip(homes, members, strict=True)
            ]
        )

    def _comments(self, forms: pd.DataFrame, *, refused: npt.NDArray[np.bool_]) -> pd.DataFrame:
        """Let a few of the respondents write something."""
        writing = np.flatnonzero(self._rng.random(len(forms)) < _COMMENTING)
        texts = [comment(self._rng, refused=bool(refused[at])) for at in writing]
        return forms.iloc[writing].assign(question=COMMENT, score="", text=texts)
