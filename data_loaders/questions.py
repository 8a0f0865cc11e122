"""The standard questionnaire: one question a construct, known without being declared.

A company that asks in these words, or names a column by the construct, needs no file of
questions. Its own questions are declared in the table ``questions`` and come first.
"""

from __future__ import annotations

import pandas as pd

from data_loaders.tables import TABLES

_AGREEMENT: dict[str, object] = {"kind": "scale", "low": 1.0, "high": 5.0, "favourable": "4;5"}
_REFUSAL: dict[str, object] = {"kind": "choice", "low": 0.0, "high": 1.0, "favourable": "0"}

_OPEN: dict[str, object] = {"kind": "text", "low": None, "high": None, "favourable": None}
_COMMENT = "comment"

_WORDS = {
    "not_our_department": (
        "この1か月に、「うちの部署の範囲外です」と断られたことがありましたか",
        "In the last month, were you told “that is not our department”?",
    ),
    "consultation": (
        "他の部署に気軽に相談できる",
        "It is easy to ask other departments for advice",
    ),
    "information_sharing": (
        "必要な情報が他の部署からも届く",
        "Other departments share the information we need",
    ),
    "mutual_respect": (
        "部署どうしが互いの仕事を尊重している",
        "Departments respect each other's work",
    ),
    "mutual_understanding": (
        "他の部署が何に苦労しているかを知っている",
        "I know what other departments struggle with",
    ),
    "broader_view": (
        "自分の部署を越えて考えるようになった",
        "I have come to think beyond my department",
    ),
    "idea_quality": (
        "新しくて実現できるアイデアが出ている",
        "We come up with ideas that are new and can be done",
    ),
    "buy_in": ("決まったことに納得している", "I am convinced by what has been decided"),
    "decision_speed": ("必要な判断が早く出る", "Decisions we need are made quickly"),
    "temperature": (
        "この商品を自分もつくり、届けたい",
        "I want to make this product and bring it to people",
    ),
    "same_members_wish": (
        "また同じメンバーと一緒にやりたい",
        "I want to work with the same members again",
    ),
    "rejoin_intent": (
        "次のプロジェクトにも関わりたい",
        "I want to be part of the next project",
    ),
    "own_work_helps": ("自分の仕事が誰かの役に立っている", "My work is of use to someone"),
    "customer_understanding": (
        "お客様が何を求めているかがわかる",
        "I understand what our customers want",
    ),
    _COMMENT: (
        "ほかに伝えたいことがあれば、自由に書いてください",
        "Is there anything else you want to say?",
    ),
}
_KINDS: dict[str, dict[str, object]] = {"not_our_department": _REFUSAL, _COMMENT: _OPEN}


_DEPARTMENT = {"ja": "所属部署", "en": "Department"}
_CHOICES = {
    "ja": {
        "scale": "全くそう思わない / そう思わない / どちらともいえない / そう思う / 非常にそう思う",
        "choice": "はい / いいえ",
        "text": "（自由記述）",
    },
    "en": {
        "scale": (
            "Strongly disagree / Disagree / Neither agree nor disagree / Agree / Strongly agree"
        ),
        "choice": "Yes / No",
        "text": "(free text)",
    },
}


def questionnaire(language: str) -> list[tuple[str, str]]:
    """Give the standard questionnaire to copy into a form: each question with its answers.

    In these words a form's answers are recognised without being told what is what.
    """
    column = "text" if language == "ja" else "text_en"
    rows = standard().to_dict("records")
    asked = [(row[column], _CHOICES[language][row["kind"]]) for row in rows]
    return [(_DEPARTMENT[language], _CHOICES[language]["text"]), *asked]


def standard() -> pd.DataFrame:
    """Give the standard questions as a ``questions`` table; a question's id is its construct."""
    rows = [
        {
            "question": construct,
            "construct": construct,
            "text": japanese,
            "text_en": english,
            "reversed": False,
            **_KINDS.get(construct, _AGREEMENT),
        }
        for construct, (japanese, english) in _WORDS.items()
    ]
    return pd.DataFrame(rows)[list(TABLES["questions"].columns)]
