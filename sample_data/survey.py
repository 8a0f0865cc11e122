"""The quarterly pulse survey: its rounds, its questions, and what is planted in its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from sample_data import story
from sample_data.roster import ABSENT, Roster, called
from sample_data.workdays import next_working_day

WAVE_MONTHS = (3, 6, 9, 12)
COMMENT = "comment"
REJOIN = "rejoin_intent"

_OPEN_FOR = timedelta(days=10)
_MONTH_NAMES = {3: "March", 6: "June", 9: "September", 12: "December"}

_TEXTS = {
    story.REFUSAL: (
        "この1か月に「うちの部署の範囲外」と断られたことがありましたか（1＝あった、0＝ない）。",
        "In the last month, were you refused because it was out of scope? (1 = yes, 0 = no)",
    ),
    "consultation": (
        "他の部署に気軽に相談できる。",
        "I find it easy to ask other departments for advice.",
    ),
    "mutual_respect": (
        "部署が違っても、お互いの仕事を尊重している。",
        "Across departments, we respect each other's work.",
    ),
    "temperature": (
        "いま手がけている商品を、心から世に出したい・売りたいと思う。",
        "I truly want to make and sell the product I am working on.",
    ),
    "buy_in": (
        "会社の商品に関する決定に納得している。",
        "I am convinced by the decisions made about our products.",
    ),
    "own_work_helps": (
        "自分の仕事が誰かの役に立っていると感じる。",
        "I feel that my work is of use to someone.",
    ),
    REJOIN: (
        "機会があれば、またプロジェクトに参加したい。",
        "Given the chance, I would join a project again.",
    ),
    COMMENT: ("ご意見を自由にお書きください。", "Please write anything you would like to add."),
}

_LOWEST, _HIGHEST = 0.03, 0.97
_SCALE = (1, 5)
_YES_NO = (0, 1)


@dataclass(frozen=True)
class Wave:
    """One round of the survey."""

    id: str
    opened_on: date

    @property
    def closed_on(self) -> date:
        """The last day on which answers were taken."""
        return self.opened_on + _OPEN_FOR


def waves(roster: Roster) -> list[Wave]:
    """List the quarterly rounds that were closed before the records end."""
    quarters = [one for one in roster.months if one.month in WAVE_MONTHS]
    opened = [next_working_day(one) for one in quarters]
    return [Wave(f"{day:%Y-%m}", day) for day in opened]


def favourable_share(construct: str, department: str, months: int, *, member: bool) -> float:
    """Give the planted share of favourable answers so many months after the first kick-off."""
    if construct == story.REFUSAL:
        home = story.DEPARTMENTS[story.DEPARTMENT_IDS.index(department)]
        moved = home.refusals != story.flat(home.refusals.before)
        shift = story.MEMBER_REFUSALS if member and moved else 0.0
        return 1 - _bounded(home.refusals.at(months) + shift)
    voice = story.VOICES[construct]
    return _bounded(_agreeing(voice, department, months) + (voice.members if member else 0.0))


def _agreeing(voice: story.Voice, department: str, months: int) -> float:
    if department in voice.by_department:
        return voice.by_department[department].at(months)
    openness = story.DEPARTMENTS[story.DEPARTMENT_IDS.index(department)].openness
    before = voice.favourable.before
    change = voice.favourable.at(months) - before
    return before + change * (openness if voice.spread else 1.0)


def _bounded(share: float) -> float:
    return min(max(share, _LOWEST), _HIGHEST)


def waves_table(roster: Roster) -> pd.DataFrame:
    """Give the rounds with the names people see."""
    return pd.DataFrame(
        {
            "wave": one.id,
            "name": f"{one.opened_on.year}年{one.opened_on.month}月",
            "name_en": f"{_MONTH_NAMES[one.opened_on.month]} {one.opened_on.year}",
            "opened_on": one.opened_on.isoformat(),
            "closed_on": one.closed_on.isoformat(),
        }
        for one in waves(roster)
    )


def invitations_table(roster: Roster) -> pd.DataFrame:
    """Give how many were asked in each department: everybody employed when a round opened."""
    rows = []
    for wave in waves(roster):
        homes = roster.homes[:, roster.month_of(wave.opened_on)]
        invited = np.bincount(homes[homes != ABSENT], minlength=len(story.DEPARTMENTS))
        rows += [
            {"wave": wave.id, "department": asked_as(one, wave), "invited": count}
            for one, count in zip(story.DEPARTMENT_IDS, invited.tolist(), strict=True)
        ]
    return pd.DataFrame(rows)


def asked_as(department: str, wave: Wave) -> str:
    """Give the name of a department in a round's files; the survey tool had a name of its own."""
    return called(department, wave.opened_on, story.OLD_NAME)


def questions_table() -> pd.DataFrame:
    """Give the questions; scales leave what counts as favourable to the usual top boxes."""
    return pd.DataFrame(_question(one, *texts) for one, texts in _TEXTS.items())


def _question(construct: str, text: str, text_en: str) -> dict[str, object]:
    kind, (low, high), favourable = "scale", _SCALE, ""
    if construct == story.REFUSAL:
        kind, (low, high), favourable = "choice", _YES_NO, "0"
    worded = {"question": construct, "construct": construct, "text": text, "text_en": text_en}
    if construct == COMMENT:
        return {**worded, "kind": "text", "low": "", "high": "", "favourable": ""}
    return {**worded, "kind": kind, "low": low, "high": high, "favourable": favourable}
