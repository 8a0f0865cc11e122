"""Company A as data: its departments, its projects, and every effect that is planted in it.

Nothing is drawn here. Who reads a figure in the sample story finds here what it ought to be.
Departments that change most are those whose people sat in the first co-creation projects;
two were never invited and do not change; manufacturing is only told what was decided, gets worse,
and recovers once it takes part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

START = date(2023, 4, 1)
MONTHS = 42
PEOPLE = 600
INTERACTIONS = 250_000
SEED = 2128

RENAMED_ON = date(2024, 4, 1)
RENAMED = "logistics"
OLD_ID = "shipping"
OLD_NAME = "配送課"
FIRST_KICK_OFF = date(2024, 10, 2)

TINY = "pr"
TINY_HEADCOUNT = 4

CO_CREATION = "co_creation"
CONVENTIONAL = "conventional"

_MONTHS_A_YEAR = 12
_AFTER_MONTHS = 5
_RAMP_START, _RAMP_STEP = 0.65, 0.1
_STORY_END = 23


def months_since_kick_off(day: date) -> int:
    """Count calendar months from the first co-creation kick-off; negative before it."""
    years = day.year - FIRST_KICK_OFF.year
    return years * _MONTHS_A_YEAR + day.month - FIRST_KICK_OFF.month


@dataclass(frozen=True)
class Course:
    """How a share runs through the story.

    ``before`` holds until the first co-creation kick-off; ``after`` is the mean of the two waves in
    the six months from it (a ramp from 65 % to 115 % of the change); ``end`` is reached, on a
    straight line, two years after the kick-off.
    """

    before: float
    after: float
    end: float

    def at(self, months: int) -> float:
        """Give the share so many calendar months after the first kick-off."""
        if months < 0:
            return self.before
        ramp = _RAMP_START + _RAMP_STEP * min(months, _AFTER_MONTHS)
        level = self.before + (self.after - self.before) * ramp
        late = max(0, min(months, _STORY_END) - _AFTER_MONTHS) / (_STORY_END - _AFTER_MONTHS)
        return level + (self.end - level) * late


def flat(share: float) -> Course:
    """Give a course on which nothing happens."""
    return Course(share, share, share)


@dataclass(frozen=True)
class Department:
    """A department: its place in the company and what the story does to it.

    ``refusals`` is the share that met a refusal on grounds of scope in the last month.
    ``routine`` is the share of contacts its people always made across departments, ``bridging``
    the share they add once co-creation has begun. ``openness`` scales how far its people follow the
    company's rise in consultation, respect and buy-in. ``responding`` is the survey response rate.
    """

    id: str
    function: str
    name: str
    name_en: str
    headcount: int
    refusals: Course
    routine: float
    bridging: Course
    openness: float
    responding: float


DEPARTMENTS = (
    Department(
        id="planning",
        function="planning",
        name="商品企画部",
        name_en="Product Planning",
        headcount=52,
        refusals=Course(0.44, 0.16, 0.10),
        routine=0.27,
        bridging=Course(0.0, 0.15, 0.19),
        openness=1.6,
        responding=0.74,
    ),
    Department(
        id="sales_east",
        function="sales",
        name="東日本営業部",
        name_en="Sales East",
        headcount=62,
        refusals=Course(0.42, 0.24, 0.18),
        routine=0.18,
        bridging=Course(0.0, 0.09, 0.13),
        openness=1.1,
        responding=0.66,
    ),
    Department(
        id="sales_west",
        function="sales",
        name="西日本営業部",
        name_en="Sales West",
        headcount=58,
        refusals=Course(0.40, 0.25, 0.20),
        routine=0.18,
        bridging=Course(0.0, 0.07, 0.11),
        openness=0.9,
        responding=0.63,
    ),
    Department(
        id="sales_metro",
        function="sales",
        name="首都圏営業部",
        name_en="Sales Metro",
        headcount=70,
        refusals=Course(0.46, 0.17, 0.12),
        routine=0.19,
        bridging=Course(0.0, 0.15, 0.19),
        openness=1.6,
        responding=0.70,
    ),
    Department(
        id="development",
        function="development",
        name="研究開発部",
        name_en="Research & Development",
        headcount=78,
        refusals=Course(0.36, 0.20, 0.16),
        routine=0.20,
        bridging=Course(0.0, 0.06, 0.09),
        openness=1.2,
        responding=0.72,
    ),
    Department(
        id="engineering",
        function="manufacturing",
        name="生産技術部",
        name_en="Production Engineering",
        headcount=44,
        refusals=flat(0.32),
        routine=0.23,
        bridging=flat(0.0),
        openness=0.0,
        responding=0.66,
    ),
    Department(
        id="manufacturing",
        function="manufacturing",
        name="生産部",
        name_en="Manufacturing",
        headcount=96,
        refusals=Course(0.33, 0.46, 0.31),
        routine=0.17,
        bridging=Course(0.0, 0.01, 0.05),
        openness=0.2,
        responding=0.60,
    ),
    Department(
        id=RENAMED,
        function="logistics",
        name="物流部",
        name_en="Logistics",
        headcount=46,
        refusals=Course(0.39, 0.22, 0.16),
        routine=0.22,
        bridging=Course(0.0, 0.14, 0.18),
        openness=1.1,
        responding=0.64,
    ),
    Department(
        id="support",
        function="support",
        name="お客様相談室",
        name_en="Customer Support",
        headcount=48,
        refusals=Course(0.43, 0.15, 0.10),
        routine=0.21,
        bridging=Course(0.0, 0.17, 0.21),
        openness=1.6,
        responding=0.75,
    ),
    Department(
        id="corporate",
        function="corporate",
        name="管理部",
        name_en="Corporate Services",
        headcount=42,
        refusals=flat(0.35),
        routine=0.31,
        bridging=flat(0.0),
        openness=0.0,
        responding=0.70,
    ),
    Department(
        id=TINY,
        function="other",
        name="広報室",
        name_en="Public Relations",
        headcount=TINY_HEADCOUNT,
        refusals=flat(0.30),
        routine=0.40,
        bridging=flat(0.0),
        openness=0.5,
        responding=0.75,
    ),
)
DEPARTMENT_IDS = tuple(one.id for one in DEPARTMENTS)
SALES = tuple(one.id for one in DEPARTMENTS if one.function == "sales")

ROUTINE_AFFINITY: Mapping[tuple[str, str], float] = {
    ("planning", "development"): 5.0,
    ("engineering", "manufacturing"): 5.0,
    ("engineering", "development"): 3.0,
    ("manufacturing", RENAMED): 3.0,
    ("sales_east", "sales_metro"): 2.0,
    ("sales_east", "sales_west"): 2.0,
    ("sales_east", RENAMED): 2.0,
    ("sales_west", RENAMED): 2.0,
    ("sales_metro", RENAMED): 2.0,
    ("planning", TINY): 4.0,
    ("corporate", TINY): 4.0,
}
"""How much more than by headcount alone two departments have always talked."""

BRIDGING_AFFINITY: Mapping[tuple[str, str], float] = {
    ("planning", "sales_metro"): 5.0,
    ("planning", "sales_east"): 3.0,
    ("planning", "sales_west"): 2.0,
    ("planning", "support"): 5.0,
    ("planning", RENAMED): 4.0,
    ("planning", "development"): 1.0,
    ("support", "sales_metro"): 2.0,
    ("support", "development"): 1.5,
    (RENAMED, "sales_metro"): 1.5,
    (RENAMED, "sales_east"): 1.0,
    ("manufacturing", "planning"): 0.2,
}
"""Between whom co-creation adds contacts; pairs that do not stand here get none."""

MEMBER_BRIDGING = 0.12
"""What having joined a co-creation project adds to a person's own share of bridging contacts."""

DEFLECTIONS_PER_REFUSAL = 0.12
"""Share of messages to other departments that deflect, for each unit of ``refusals``."""


@dataclass(frozen=True)
class Voice:
    """A statement people agree with on a scale of 1 to 5, and the share that agrees (4 or 5).

    ``spread`` stretches or damps the change by a department's openness; ``members`` is what having
    joined a co-creation project adds; ``by_department`` overrides the course where one differs.
    """

    favourable: Course
    members: float
    spread: bool = True
    by_department: Mapping[str, Course] = field(default_factory=dict)


_SALES_TEMPERATURE = Course(0.38, 0.42, 0.58)
VOICES: Mapping[str, Voice] = {
    "consultation": Voice(Course(0.40, 0.50, 0.56), members=0.14),
    "mutual_respect": Voice(Course(0.48, 0.53, 0.58), members=0.10),
    "temperature": Voice(
        Course(0.46, 0.48, 0.52),
        members=0.12,
        spread=False,
        by_department={
            "planning": flat(0.68),
            **dict.fromkeys(SALES, _SALES_TEMPERATURE),
        },
    ),
    "buy_in": Voice(Course(0.42, 0.48, 0.54), members=0.16),
    "own_work_helps": Voice(Course(0.45, 0.48, 0.53), members=0.18),
}
REFUSAL = "not_our_department"
MEMBER_REFUSALS = -0.09
"""What having joined a co-creation project adds to a person's own share of refusals."""

REJOIN: Mapping[str, float] = {CO_CREATION: 0.76, CONVENTIONAL: 0.36}
"""Share of a project's people who want to join another."""

REPEAT: Mapping[str, float] = {CO_CREATION: 0.55, CONVENTIONAL: 0.20}
"""Share of a project's people who join another within twelve months of its closing."""

VOLUNTEERED: Mapping[str, float] = {CO_CREATION: 0.65, CONVENTIONAL: 0.10}
DROPPED_OUT: Mapping[str, float] = {CO_CREATION: 0.05, CONVENTIONAL: 0.14}


@dataclass(frozen=True)
class Project:
    """A project: its dates, and how many seats each department has at kick-off and later."""

    id: str
    name: str
    name_en: str
    kind: str
    theme: str
    theme_en: str
    proposed_on: date
    kicked_off_on: date
    closed_on: date | None
    seats: Mapping[str, int]
    late_seats: Mapping[str, int]
    grew_out_of: str = ""


PROJECTS = (
    Project(
        id="P01",
        name="香りが続く柔軟剤",
        name_en="Long-lasting softener",
        kind=CONVENTIONAL,
        theme="香りの持続",
        theme_en="Scent that lasts",
        proposed_on=date(2023, 4, 10),
        kicked_off_on=date(2023, 7, 3),
        closed_on=date(2024, 2, 29),
        seats={"planning": 5, "development": 4},
        late_seats={"engineering": 1, "manufacturing": 2, "sales_metro": 1, "sales_east": 1},
    ),
    Project(
        id="P02",
        name="業務用洗剤の増量",
        name_en="Bulk detergent",
        kind=CONVENTIONAL,
        theme="業務用の使い勝手",
        theme_en="Ease of use at work",
        proposed_on=date(2023, 5, 22),
        kicked_off_on=date(2023, 8, 21),
        closed_on=date(2024, 5, 31),
        seats={"planning": 4, "development": 5},
        late_seats={"engineering": 1, "manufacturing": 2, "sales_west": 2, RENAMED: 1},
    ),
    Project(
        id="P03",
        name="浴室カビ取り改良",
        name_en="Better mould remover",
        kind=CONVENTIONAL,
        theme="浴室の掃除",
        theme_en="Cleaning bathrooms",
        proposed_on=date(2023, 10, 2),
        kicked_off_on=date(2024, 1, 15),
        closed_on=date(2024, 9, 13),
        seats={"planning": 4, "development": 5, "engineering": 1},
        late_seats={"manufacturing": 1, "sales_east": 1, "support": 1, "corporate": 1},
    ),
    Project(
        id="P04",
        name="歯ブラシ新シリーズ",
        name_en="New toothbrush line",
        kind=CONVENTIONAL,
        theme="歯ブラシの品ぞろえ",
        theme_en="A full range of brushes",
        proposed_on=date(2024, 2, 5),
        kicked_off_on=date(2024, 5, 13),
        closed_on=date(2025, 1, 24),
        seats={"planning": 5, "development": 4},
        late_seats={"engineering": 1, "manufacturing": 2, "sales_metro": 2, RENAMED: 1},
    ),
    Project(
        id="P05",
        name="こぼれない詰め替え",
        name_en="Spill-free refill pouch",
        kind=CO_CREATION,
        theme="詰め替えの不満",
        theme_en="What annoys about refills",
        proposed_on=date(2024, 8, 26),
        kicked_off_on=date(2024, 10, 2),
        closed_on=date(2025, 1, 31),
        seats={"planning": 3, "sales_metro": 4, "development": 3, RENAMED: 2, "support": 3},
        late_seats={},
    ),
    Project(
        id="P06",
        name="朝の3分歯みがき",
        name_en="Three-minute toothpaste",
        kind=CO_CREATION,
        theme="忙しい朝の歯みがき",
        theme_en="Brushing on busy mornings",
        proposed_on=date(2024, 10, 15),
        kicked_off_on=date(2024, 11, 20),
        closed_on=date(2025, 3, 21),
        seats={
            "planning": 3,
            "sales_metro": 2,
            "sales_east": 3,
            "development": 3,
            RENAMED: 2,
            "support": 3,
        },
        late_seats={},
        grew_out_of="P05",
    ),
    Project(
        id="P07",
        name="音のしない床そうじ",
        name_en="Quiet floor cleaning",
        kind=CO_CREATION,
        theme="夜にもできる掃除",
        theme_en="Cleaning at night",
        proposed_on=date(2025, 1, 14),
        kicked_off_on=date(2025, 2, 25),
        closed_on=date(2025, 7, 31),
        seats={
            "planning": 3,
            "sales_metro": 2,
            "sales_west": 3,
            "development": 3,
            "manufacturing": 2,
            RENAMED: 2,
            "support": 2,
        },
        late_seats={"sales_east": 1},
        grew_out_of="P05",
    ),
    Project(
        id="P08",
        name="手にやさしい食器用",
        name_en="Gentle dish soap",
        kind=CONVENTIONAL,
        theme="手荒れの少ない処方",
        theme_en="Kind to the hands",
        proposed_on=date(2024, 11, 11),
        kicked_off_on=date(2025, 2, 17),
        closed_on=date(2025, 11, 7),
        seats={"planning": 4, "development": 5},
        late_seats={"engineering": 2, "manufacturing": 2, "sales_west": 1, "support": 1},
    ),
    Project(
        id="P09",
        name="ひとり暮らしの洗濯",
        name_en="Laundry for one",
        kind=CO_CREATION,
        theme="少量の洗濯",
        theme_en="Washing a little",
        proposed_on=date(2025, 6, 2),
        kicked_off_on=date(2025, 7, 8),
        closed_on=date(2025, 12, 12),
        seats={
            "planning": 2,
            "sales_metro": 3,
            "sales_east": 2,
            "development": 3,
            "manufacturing": 2,
            RENAMED: 2,
            "support": 2,
        },
        late_seats={},
        grew_out_of="P06",
    ),
    Project(
        id="P10",
        name="トイレ用シート刷新",
        name_en="Toilet wipes renewal",
        kind=CONVENTIONAL,
        theme="シートの破れ",
        theme_en="Sheets that tear",
        proposed_on=date(2025, 8, 4),
        kicked_off_on=date(2025, 11, 17),
        closed_on=date(2026, 8, 7),
        seats={"planning": 4, "development": 5, "engineering": 1},
        late_seats={"manufacturing": 2, "sales_west": 1, "sales_east": 1, RENAMED: 1},
    ),
    Project(
        id="P11",
        name="開けやすいボトル",
        name_en="Easy-open bottle",
        kind=CO_CREATION,
        theme="力のいらない容器",
        theme_en="Opening without strength",
        proposed_on=date(2025, 11, 10),
        kicked_off_on=date(2025, 12, 10),
        closed_on=date(2026, 5, 29),
        seats={
            "planning": 2,
            "sales_metro": 2,
            "sales_west": 2,
            "development": 2,
            "manufacturing": 2,
            RENAMED: 2,
            "support": 2,
        },
        late_seats={},
        grew_out_of="P07",
    ),
    Project(
        id="P12",
        name="水のいらない備え",
        name_en="No-water emergency care",
        kind=CO_CREATION,
        theme="災害時の清潔",
        theme_en="Hygiene in a disaster",
        proposed_on=date(2026, 4, 13),
        kicked_off_on=date(2026, 5, 18),
        closed_on=None,
        seats={
            "planning": 2,
            "sales_metro": 2,
            "sales_east": 2,
            "sales_west": 1,
            "development": 2,
            "manufacturing": 2,
            RENAMED: 1,
            "support": 2,
        },
        late_seats={},
        grew_out_of="P09",
    ),
)
KIND_OF = {project.id: project.kind for project in PROJECTS}
