"""A table written in any format and encoding is read back as the same table."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders import load
from tests.data_loaders.test_survey_tools import xlsx

quickly = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp932")
ASKED = {
    "not_our_department": "この1か月に、「うちの部署の範囲外です」と断られたことがありましたか",
    "consultation": "他の部署に気軽に相談できる",
}
DEPARTMENTS = ["営業部", "商品企画部", "髙島屋担当①", "ｶｽﾀﾏｰ窓口", "Sales, East"]
# Days after the twelfth, so that no column leaves the month in doubt.
DAYS = (pd.Timestamp(2026, 9, 13).to_pydatetime(), pd.Timestamp(2026, 9, 30).to_pydatetime())
Rows = Sequence[Sequence[str]]


def separated(rows: Rows, encoding: str, delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


# Surveys


@dataclass(frozen=True)
class Form:
    """One respondent: who, from where, when, whether they were refused, how easy it is to ask."""

    person: str
    department: str
    day: datetime
    refused: bool
    ease: int


FORMS = st.lists(
    st.builds(
        Form,
        person=st.from_regex(r"[0-9]{1,6}", fullmatch=True),
        department=st.sampled_from(
            ["営業部", "商品企画部", "髙島屋担当①", "ｶｽﾀﾏｰ窓口", "Sales, East"]
        ),
        day=st.datetimes(*DAYS),
        refused=st.booleans(),
        ease=st.integers(1, 5),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.person,
)


def half(day: datetime) -> str:
    return "午前" if day.hour < 12 else "午後"


def google(forms: Sequence[Form]) -> Rows:
    header = ("タイムスタンプ", "社員番号", "所属部署", *ASKED.values())
    return [
        header,
        *(
            (
                f"{one.day:%Y/%m/%d} {half(one.day)} {one.day.hour % 12}:{one.day:%M:%S}",
                one.person,
                one.department,
                "はい" if one.refused else "いいえ",
                str(one.ease),
            )
            for one in forms
        ),
    ]


def microsoft(forms: Sequence[Form]) -> Rows:
    header = ("ID", "Start time", "Completion time", "Email", "Name", "社員番号", "所属部署")
    return [
        (*header, *ASKED.values()),
        *(
            (
                str(n),
                f"{one.day.month}/{one.day.day}/{one.day:%y %H:%M:%S}",
                f"{one.day.month}/{one.day.day}/{one.day:%y %H:%M:%S}",
                "anonymous",
                "",
                one.person,
                one.department,
                "Yes" if one.refused else "No",
                str(one.ease),
            )
            for n, one in enumerate(forms, 1)
        ),
    ]


def qualtrics(forms: Sequence[Form]) -> Rows:
    codes = ("Status", "Finished", "RecordedDate", "ResponseId", "Q1", "Q2", "Q3", "Q4")
    words = ("Response Type", "Finished", "Recorded Date", "Response ID", "社員番号", "所属部署")
    return [
        codes,
        (*words, *ASKED.values()),
        tuple(f'{{"ImportId":"{code}"}}' for code in codes),
        *(
            (
                "IP Address",
                "True",
                f"{one.day:%Y-%m-%d %H:%M:%S}",
                f"R_{n}",
                one.person,
                one.department,
                "Yes" if one.refused else "No",
                str(one.ease),
            )
            for n, one in enumerate(forms)
        ),
    ]


def surveymonkey(forms: Sequence[Form]) -> Rows:
    marks = ("Respondent ID", "Collector ID", "Start Date", "End Date")
    return [
        (*marks, "社員番号", "所属部署", *ASKED.values()),
        (*("",) * 4, *("Response",) * 4),
        *(
            (
                f"1{n}",
                "7",
                f"{one.day:%Y-%m-%d %H:%M:%S}",
                f"{one.day:%Y-%m-%d %H:%M:%S}",
                one.person,
                one.department,
                "Yes" if one.refused else "No",
                str(one.ease),
            )
            for n, one in enumerate(forms)
        ),
    ]


def limesurvey(forms: Sequence[Form]) -> Rows:
    marks = ("id", "submitdate", "lastpage", "startlanguage", "seed")
    return [
        (*marks, "社員番号", "department", *ASKED),
        *(
            (
                str(n),
                f"{one.day:%Y-%m-%d %H:%M:%S}",
                "3",
                "ja",
                "1",
                one.person,
                one.department,
                "1" if one.refused else "0",
                str(one.ease),
            )
            for n, one in enumerate(forms)
        ),
    ]


def glint(forms: Sequence[Form]) -> Rows:
    questions = [
        f"{words}{mark}"
        for words in ASKED.values()
        for mark in ("", "_COMMENT", "_COMMENT_TOPICS", "_SENSITIVE_COMMENT_FLAG")
    ]
    return [
        ("Employee ID", "Department", "Survey Cycle Completion Date", *questions),
        *(
            (
                one.person,
                one.department,
                f"{one.day:%d-%m-%Y}",
                *("Yes" if one.refused else "No", "", "", ""),
                *(str(one.ease), "", "", ""),
            )
            for one in forms
        ),
    ]


def plain_answers(forms: Sequence[Form]) -> Rows:
    return [
        ("社員番号", "部署", "回答日", *ASKED.values()),
        *(
            (
                one.person,
                one.department,
                f"令和8年{one.day.month}月{one.day.day}日",
                "○" if one.refused else "×",
                "０１２３４５"[one.ease],
            )
            for one in forms
        ),
    ]


def plain_csv(forms: Sequence[Form]) -> Rows:
    lines = [
        ("2026-09", one.person, one.department, f"{one.day:%Y-%m-%d}", question, score)
        for one in forms
        for question, score in (
            ("not_our_department", str(int(one.refused))),
            ("consultation", str(one.ease)),
        )
    ]
    return [("回", "社員番号", "部署", "回答日", "設問", "点数"), *lines]


SURVEYS: dict[str, Callable[[Sequence[Form]], Rows]] = {
    "google_forms": google,
    "microsoft_forms": microsoft,
    "qualtrics": qualtrics,
    "surveymonkey": surveymonkey,
    "limesurvey": limesurvey,
    "viva_glint": glint,
    "plain_answers": plain_answers,
    "plain_csv": plain_csv,
}


def answered(content: bytes, form: str) -> set[tuple[object, ...]]:
    found = load(content, "a file")
    assert (found.format, found.table) == (form, "answers")
    told = found.frame[["wave", "respondent", "department", "answered_on", "question", "score"]]
    assert not told.duplicated().any()
    return set(told.itertuples(index=False, name=None))


def said(forms: Sequence[Form]) -> set[tuple[object, ...]]:
    return {
        ("2026-09", one.person, one.department, pd.Timestamp(one.day.date()), question, score)
        for one in forms
        for question, score in (
            ("not_our_department", float(one.refused)),
            ("consultation", float(one.ease)),
        )
    }


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", SURVEYS)
@quickly
@given(forms=FORMS)
def test_a_survey_is_read_back(form: str, encoding: str, forms: list[Form]) -> None:
    content = separated(SURVEYS[form](forms), encoding)
    assert answered(content, form) == said(forms)


@pytest.mark.parametrize("form", SURVEYS)
@quickly
@given(forms=FORMS)
def test_a_survey_in_a_workbook_is_read_back(form: str, forms: list[Form]) -> None:
    rows = [tuple(one.replace('"', "&quot;") for one in row) for row in SURVEYS[form](forms)]
    assert answered(xlsx(*rows), form) == said(forms)


@pytest.mark.parametrize("form", SURVEYS)
@quickly
@given(forms=FORMS)
def test_a_survey_divided_by_tabs_is_read_back(form: str, forms: list[Form]) -> None:
    assert answered(separated(SURVEYS[form](forms), "utf-8", "\t"), form) == said(forms)


# Collaboration


@dataclass(frozen=True)
class Talk:
    """People who were in contact at a moment; the first one turned to the others."""

    at: datetime
    people: tuple[str, ...]


NAMES = [f"u{n}@example.com" for n in range(9)]
TALKS = st.lists(
    st.builds(
        Talk,
        at=st.datetimes(*DAYS).map(lambda at: at.replace(microsecond=0)),
        people=st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.at,
)
JAPAN = timedelta(hours=9)


def mail_headers(talks: Sequence[Talk]) -> bytes:
    rows = [
        (
            f"<{n}@x>",
            f"{one.at + JAPAN:%d %b %Y %H:%M:%S} +0900",
            one.people[0],
            one.people[1],
            "; ".join(one.people[2:]),
        )
        for n, one in enumerate(talks)
    ]
    return separated([("Message-ID", "Date", "From", "To", "Cc"), *rows], "utf-8")


def mbox(talks: Sequence[Talk]) -> bytes:
    return "\n".join(
        f"From - {one.at:%c}\nMessage-ID: <{n}@x>\nDate: {one.at:%d %b %Y %H:%M:%S} +0000\n"
        f"From: Some One <{one.people[0]}>\nTo: {', '.join(one.people[1:])}\n\n"
        "From me to you.\n"
        for n, one in enumerate(talks)
    ).encode()


def slack_export(talks: Sequence[Talk]) -> bytes:
    users = [{"id": f"U{n}", "profile": {"email": name}} for n, name in enumerate(NAMES)]
    ids = {name: f"U{n}" for n, name in enumerate(NAMES)}
    messages = [
        {
            "type": "message",
            "user": ids[one.people[0]],
            "text": " ".join(f"<@{ids[name]}>" for name in one.people[1:]),
            "ts": f"{one.at.replace(tzinfo=UTC).timestamp():.6f}",
        }
        for one in talks
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("users.json", json.dumps(users))
        archive.writestr("channels.json", "[]")
        archive.writestr("general/2026-09-01.json", json.dumps(messages))
    return packed.getvalue()


def meeting_attendees(talks: Sequence[Talk]) -> bytes:
    rows = [
        (str(n), f"{one.at:%Y-%m-%dT%H:%M:%SZ}", name)
        for n, one in enumerate(talks)
        for name in one.people
    ]
    return separated([("会議番号", "開始日時", "参加者"), *rows], "cp932")


def outlook_calendar(talks: Sequence[Talk]) -> bytes:
    header = ("Subject", "Start Date", "Start Time", "Meeting Organizer", "Required Attendees")
    rows = [
        (
            "Plan",
            f"{one.at.month}/{one.at.day}/{one.at.year}",
            f"{one.at.hour % 12 or 12}:{one.at:%M:%S} {'AM' if one.at.hour < 12 else 'PM'}",
            one.people[0],
            ";".join(one.people[1:]),
        )
        for one in talks
    ]
    return separated([header, *rows], "utf-8-sig")


def icalendar(talks: Sequence[Talk]) -> bytes:
    events = [
        "\r\n".join(
            [
                "BEGIN:VEVENT",
                f"UID:{n}",
                "DTSTAMP:20261001T000000Z",
                f"DTSTART:{one.at:%Y%m%dT%H%M%SZ}",
                f"ORGANIZER:mailto:{one.people[0]}",
                *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{name}" for name in one.people),
                "END:VEVENT",
            ]
        )
        for n, one in enumerate(talks)
    ]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


def plain_csv_log(talks: Sequence[Talk]) -> bytes:
    rows = [
        (f"{one.at:%Y/%m/%d %H:%M:%S}", one.people[0], name, "メール", str(len(one.people)))
        for one in talks
        for name in one.people[1:]
    ]
    return separated([("日時", "送信者", "受信者", "手段", "人数"), *rows], "cp932")


DIRECTED = {
    "mail_headers": (mail_headers, "mail"),
    "mbox": (mbox, "mail"),
    "slack_export": (slack_export, "chat"),
    "plain_csv": (plain_csv_log, "mail"),
}
UNDIRECTED = {
    "meeting_attendees": meeting_attendees,
    "outlook_calendar": outlook_calendar,
    "icalendar": icalendar,
}


def contacts(content: bytes, form: str, mapping: dict[str, str]) -> pd.DataFrame:
    found = load(content, "a file", mapping=mapping)
    assert (found.format, found.table) == (form, "interactions")
    return found.frame


@pytest.mark.parametrize("form", DIRECTED)
@quickly
@given(talks=TALKS)
def test_messages_are_read_back(form: str, talks: list[Talk]) -> None:
    write, channel = DIRECTED[form]
    frame = contacts(write(talks), form, {"person": "email"})
    told = frame[["occurred_at", "sender", "recipient", "channel", "group_size"]]
    wanted = {
        (pd.Timestamp(one.at), one.people[0], name, channel, len(one.people))
        for one in talks
        for name in one.people[1:]
    }
    assert set(told.itertuples(index=False, name=None)) == wanted
    assert len(told) == len(wanted)


@pytest.mark.parametrize("form", UNDIRECTED)
@quickly
@given(talks=TALKS)
def test_meetings_are_read_back(form: str, talks: list[Talk]) -> None:
    frame = contacts(UNDIRECTED[form](talks), form, {})
    assert set(frame["channel"]) == {"meeting"}
    told = {
        (one.occurred_at, frozenset((one.sender, one.recipient)), one.group_size)
        for one in frame.itertuples()
    }
    wanted = {
        (pd.Timestamp(one.at), frozenset(pair), len(one.people))
        for one in talks
        for pair in combinations(one.people, 2)
    }
    assert told == wanted
    assert len(frame) == len(wanted)
