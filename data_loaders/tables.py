"""The canonical tables: what every loader produces and every metric reads, declared once.

Each table is a pandera schema. A column's metadata holds its ``kind`` (how text becomes a value),
the ``names`` it may bear in a file besides its own, the ``values`` it may take with the words
files use for them, and a ``default`` or the column that stands in for it (``instead``).
Ids are text exactly as they came: "0012" is not "12".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data_loaders.schemas import pa


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a message for translation where it is raised; it is worded where it is read."""
    return message


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a file: a message with places for facts, and where it was found.

    ``row`` counts as a spreadsheet does: the header is row 1.
    """

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = " · ".join(
            part for part in (self.file, f"row {self.row}" if self.row else "", self.column) if part
        )
        words = self.message.format(**self.facts)
        return f"{place}: {words}" if place else words


class LoadError(Exception):
    """Nothing was stored, because of these problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


DTYPES = {
    "id": "str",
    "person": "str",
    "response": "str",
    "text": "str",
    "date": "datetime64[us]",
    "time": "datetime64[us]",
    "number": "float64",
    "score": "float64",
    "count": "Int64",
    "flag": "boolean",
}


def _column(
    kind: str,
    *names: str,
    optional: bool = False,
    values: Mapping[str, tuple[str, ...]] | None = None,
    default: object = None,
    instead: str = "",
    checks: tuple[pa.Check, ...] = (),
) -> pa.Column:
    metadata: dict[str, Any] = {
        "kind": kind,
        "names": names,
        "values": values or {},
        "default": default,
        "instead": instead,
        "optional": optional or default is not None or bool(instead),
    }
    known = (pa.Check.isin(list(values)),) if values else ()
    return pa.Column(DTYPES[kind], nullable=optional, checks=[*known, *checks], metadata=metadata)


def _table(
    table: str, title: str, /, *, unique: tuple[str, ...] = (), **columns: pa.Column
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        columns,
        name=table,
        title=title,
        unique=list(unique) or None,
        strict=True,
    )


_LEVELS = {
    "staff": ("一般", "担当", "社員"),
    "lead": ("主任", "係長", "リーダー"),
    "manager": ("課長", "マネージャー", "管理職"),
    "executive": ("部長", "役員", "経営層"),
}
_FUNCTIONS = {
    "planning": ("企画",),
    "sales": ("営業",),
    "development": ("開発", "研究開発"),
    "manufacturing": ("製造", "生産"),
    "logistics": ("物流",),
    "support": ("お客様相談", "サポート", "カスタマーサポート"),
    "corporate": ("管理", "コーポレート"),
    "other": ("その他",),
}
_PROJECT_KINDS = {"co_creation": ("共創",), "conventional": ("従来型", "通常")}
_ROLES = {
    "lead": ("リーダー", "責任者"),
    "member": ("メンバー", "参加者"),
    "observer": ("オブザーバー", "見学"),
}
_QUESTION_KINDS = {
    "scale": ("段階評価", "尺度"),
    "choice": ("選択",),
    "number": ("数値",),
    "text": ("自由記述",),
}
_CHANNELS = {
    "mail": ("メール",),
    "chat": ("チャット",),
    "meeting": ("会議", "打ち合わせ"),
    "document": ("文書", "ドキュメント"),
    "ticket": ("チケット", "依頼票"),
}
_LANGUAGES = {"ja": ("日本語",), "en": ("英語",)}
_UNITS = {"count": ("回数", "件数"), "hours": ("時間",)}
_ACTIVITIES = {
    "proposed": ("提案",),
    "approved": ("承認",),
    "plan_fixed": ("企画決定",),
    "kicked_off": ("開始", "キックオフ"),
    "session": ("共創セッション",),
    "voice_collected": ("声の収集",),
    "voice_used": ("声の活用",),
    "prototyped": ("試作",),
    "tested": ("検証",),
    "reworked": ("手戻り", "修正"),
    "agreed": ("合意",),
    "decision_requested": ("判断依頼",),
    "decided": ("判断",),
    "explained": ("説明のみ",),
    "launched": ("発売",),
    "retrospective": ("振り返り",),
    "handed_over": ("引き継ぎ",),
    "experience_reused": ("経験の再利用",),
    "own_pitch": ("自分の提案",),
    "story_shared": ("ストーリー共有",),
}

_PERSON = ("社員番号", "従業員番号", "社員ID", "employee id", "employee", "person id")
_DEPARTMENT = ("部署", "所属", "部門", "部署名", "department name")
_PROJECT = ("プロジェクト", "プロジェクトID", "案件", "project id")
_WAVE = ("回", "調査回", "実施回", "survey", "cycle")
_QUESTION = ("設問", "質問", "設問ID", "question id", "item")
_NAME = ("名前", "名称")
_NAME_EN = ("英語名", "english name", "name english")


def _removed() -> pa.Column:
    """Whether a record is taken back: what stood under its key before holds no longer."""
    return _column("flag", "取り消し", "削除", "deleted", default=False)


_at_least_two = pa.Check.ge(2)
_not_negative = pa.Check.ge(0)

# In the order of loading: what is referred to stands before what refers.
TABLES: dict[str, pa.DataFrameSchema] = {
    schema.name: schema
    for schema in (
        _table(
            "departments",
            "部署一覧",
            unique=("department",),
            department=_column("id", *_DEPARTMENT, "部署ID", "部署コード"),
            function=_column("id", "機能", "職能", values=_FUNCTIONS, default="other"),
            parent=_column("id", "上位部署", "親部署", optional=True),
            name=_column("text", *_NAME, "表示名", optional=True),
            name_en=_column("text", *_NAME_EN, optional=True),
        ),
        _table(
            "department_names",
            "部署名の読み替え",
            unique=("name",),
            name=_column("id", "別名", "旧名", "ファイル上の名前", "alias"),
            department=_column("id", *_DEPARTMENT, "部署ID"),
        ),
        _table(
            "people",
            "社員名簿",
            unique=("person", "valid_from"),
            person=_column("person", *_PERSON),
            valid_from=_column("date", "発令日", "適用日", "異動日", "基準日", "effective date"),
            department=_column("id", *_DEPARTMENT, optional=True),
            level=_column("id", "役職", "職位", "job level", optional=True, values=_LEVELS),
        ),
        _table(
            "projects",
            "プロジェクト一覧",
            unique=("project",),
            project=_column("id", *_PROJECT),
            name=_column("text", *_NAME, "プロジェクト名", "project name"),
            name_en=_column("text", *_NAME_EN, optional=True),
            kind=_column("id", "種別", "進め方", values=_PROJECT_KINDS),
            theme=_column("text", "テーマ", optional=True),
            theme_en=_column("text", "英語テーマ", "テーマ英", optional=True),
            proposed_on=_column("date", "提案日", "起案日"),
            kicked_off_on=_column("date", "開始日", "キックオフ日", optional=True),
            closed_on=_column("date", "終了日", "完了日", optional=True),
            grew_out_of=_column("id", "元のプロジェクト", "派生元", optional=True),
            removed=_removed(),
        ),
        _table(
            "participations",
            "プロジェクト参加",
            unique=("project", "person", "joined_on"),
            project=_column("id", *_PROJECT),
            person=_column("person", *_PERSON),
            joined_on=_column("date", "加わった日", "参加日", "参加開始日"),
            left_on=_column("date", "抜けた日", "離脱日", "参加終了日", optional=True),
            role=_column("id", "役割", values=_ROLES, default="member"),
            volunteered=_column("flag", "自分から手を挙げた", "立候補", optional=True),
            removed=_removed(),
        ),
        _table(
            "project_events",
            "プロジェクトの出来事",
            unique=("event",),
            event=_column("id", "出来事ID", "イベントID", "event id"),
            project=_column("id", *_PROJECT),
            occurred_on=_column("date", "日付", "発生日", "date"),
            activity=_column("id", "出来事", "活動", "event type", values=_ACTIVITIES),
            department=_column("id", *_DEPARTMENT, optional=True),
            person=_column("person", *_PERSON, optional=True),
            refers_to=_column("id", "参照先", "元の出来事", optional=True),
            note=_column("text", "メモ", "備考", optional=True),
            removed=_removed(),
        ),
        _table(
            "waves",
            "調査回",
            unique=("wave",),
            wave=_column("id", *_WAVE),
            name=_column("text", *_NAME, "調査名", optional=True),
            name_en=_column("text", *_NAME_EN, optional=True),
            opened_on=_column("date", "開始日", "実施開始日"),
            closed_on=_column("date", "終了日", "締切日"),
        ),
        _table(
            "invitations",
            "調査の依頼数",
            unique=("wave", "department"),
            wave=_column("id", *_WAVE),
            department=_column("id", *_DEPARTMENT),
            invited=_column("count", "依頼数", "対象者数", checks=(_not_negative,)),
        ),
        _table(
            "questions",
            "設問一覧",
            unique=("question",),
            question=_column("id", *_QUESTION),
            construct=_column("id", "測るもの", "構成概念"),
            text=_column("text", "設問文", "質問文", optional=True),
            text_en=_column("text", "英語の設問文", "english text", optional=True),
            kind=_column("id", "形式", "回答形式", values=_QUESTION_KINDS, default="scale"),
            low=_column("number", "最小", "最小値", optional=True),
            high=_column("number", "最大", "最大値", optional=True),
            favourable=_column("text", "好意的な点数", "favorable", optional=True),
            reversed=_column("flag", "逆転", "逆転項目", default=False),
        ),
        _table(
            "answers",
            "回答",
            unique=("wave", "response", "question"),
            wave=_column("id", *_WAVE),
            response=_column("response", "回答ID", "response id", instead="respondent"),
            respondent=_column("person", "回答者", "respondent id", *_PERSON, optional=True),
            department=_column("id", *_DEPARTMENT),
            took_part=_column("flag", "共創に参加した", "共創参加", optional=True),
            project=_column("id", *_PROJECT, optional=True),
            question=_column("id", *_QUESTION),
            score=_column("score", "点数", "得点", "回答", "answer", "value", optional=True),
            choice=_column("text", "選択肢", optional=True),
            text=_column("text", "自由記述", "コメント", "comment", optional=True),
            answered_on=_column("date", "回答日", "answered at", optional=True),
        ),
        _table(
            "interactions",
            "やりとり",
            occurred_at=_column("time", "日時", "発生日時", "timestamp", "time"),
            sender=_column("person", "送信者", "発信者", "from"),
            recipient=_column("person", "受信者", "宛先", "to"),
            channel=_column("id", "手段", "チャネル", optional=True, values=_CHANNELS),
            group_size=_column("count", "人数", "size", default=2, checks=(_at_least_two,)),
            conversation=_column("id", "会話", "会話ID", "会議ID", "thread", optional=True),
            project=_column("id", *_PROJECT, optional=True),
            deflects=_column("flag", "範囲外と断った", optional=True),
            language=_column("id", "言語", optional=True, values=_LANGUAGES),
        ),
        # What a source that knows no persons tells. A row counts for the month its day is in;
        # without a to_department the contact is with people of no known department; ``people``
        # are those of from_department, whose amount it is.
        _table(
            "group_interactions",
            "部署どうしのやりとり",
            unique=("month", "from_department", "to_department", "channel", "unit"),
            month=_column("date", "月", "対象月"),
            from_department=_column("id", "発信部署", "発信側の部署"),
            to_department=_column("id", "相手部署", "相手の部署", optional=True),
            channel=_column("id", "手段", "チャネル", optional=True, values=_CHANNELS),
            amount=_column("number", "量", "合計", checks=(_not_negative,)),
            unit=_column("id", "単位", values=_UNITS),
            people=_column("count", "発信部署の人数", optional=True, checks=(_not_negative,)),
        ),
    )
}
