"""A Slack export, written by hand as Slack writes it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pandas as pd
import pytest

from data_loaders import Loaded, LoadError, load

USERS = [
    {"id": "U1", "profile": {"email": "one@example.com", "real_name": "CANARY"}},
    {"id": "U2", "profile": {"email": "two@example.com"}},
    {"id": "U3", "profile": {}},
    {"id": "U9", "is_bot": True, "profile": {}},
]


def export(*messages: dict[str, Any], users: str = "users.json", root: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(f"{root}{users}", json.dumps(USERS))
        file.writestr(f"{root}channels.json", "[]")
        file.writestr(f"{root}general/2026-03-02.json", json.dumps(list(messages)))
    return packed.getvalue()


def contacts(found: Loaded) -> list[tuple[str, str, int]]:
    """Give who had contact with whom, and how many took part."""
    rows = found.frame[["sender", "recipient", "group_size"]]
    return [(a, b, int(n)) for a, b, n in rows.itertuples(index=False)]


def said(text: str, user: str = "U1", ts: str = "1772442000.000100", **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "text": text, "ts": ts, **more}


def test_mentions_answers_and_reactions_are_contacts() -> None:
    found = load(
        export(
            said("<@U2> and <@u3|three>, please"),
            said("sure", user="U2", thread_ts="1772442000.000100", parent_user_id="U1"),
            said("news", user="U3", reactions=[{"name": "+1", "users": ["U1", "U3", "U2"]}]),
            said("nobody is spoken to"),
        ),
        "export.zip",
    )
    assert (found.format, found.table) == ("slack_export", "interactions")
    assert contacts(found) == [
        ("U1", "U2", 3),
        ("U1", "U3", 3),
        ("U2", "U1", 2),
        ("U1", "U3", 2),
        ("U2", "U3", 2),
    ]
    assert set(found.frame["channel"]) == {"chat"}
    # 1772442000 seconds after 1970 is the second of March 2026, nine o'clock.
    assert str(found.frame["occurred_at"].iloc[0]) == "2026-03-02 09:00:00"
    assert found.frame["conversation"].iloc[0] == found.frame["conversation"].iloc[1]


@pytest.mark.parametrize(
    "message",
    [
        said("<@U2> joined", subtype="channel_join"),
        said("<@U2>", user="U9"),
        said("<@U2>", user="USLACKBOT"),
        said("<@U2>", bot_id="B1"),
        said("<@U1> to oneself"),
        said("<@U9> and <@USLACKBOT>"),
        said("<@U2>", ts="never"),
        {"type": "message", "text": "<@U2>"},
    ],
)
def test_what_is_no_contact_between_people(message: dict[str, Any]) -> None:
    found = load(export(message, said("<@U2>", ts="1772442001.0")), "export.zip")
    assert contacts(found) == [("U1", "U2", 2)]


def test_a_guest_in_no_list_is_somebody() -> None:
    found = load(export(said("<@U77>")), "export.zip")
    assert contacts(found) == [("U1", "U77", 2)]


def test_an_enterprise_grid_and_a_folder_round_it() -> None:
    content = export(said("<@U2>"), users="org_users.json", root="acme/")
    assert contacts(load(content, "export.zip")) == [("U1", "U2", 2)]


def test_people_may_be_called_by_their_mail_address() -> None:
    found = load(export(said("<@U2> <@U3>")), "export.zip", mapping={"person": "email"})
    assert contacts(found) == [
        ("one@example.com", "U3", 3),
        ("one@example.com", "two@example.com", 3),
    ]


def test_no_text_and_no_name_is_kept() -> None:
    found = load(export(said("<@U2> SECRET")), "export.zip")
    assert "SECRET" not in found.frame.to_csv()
    assert "CANARY" not in found.frame.to_csv()


def test_a_day_that_cannot_be_read_is_named() -> None:
    packed = io.BytesIO(export(said("<@U2>")))
    with zipfile.ZipFile(packed, "a") as file:
        file.writestr("general/2026-03-03.json", "{broken")
    with pytest.raises(LoadError, match=r"general/2026-03-03\.json"):
        load(packed.getvalue(), "export.zip")


def test_a_zip_that_unpacks_to_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its header may say what it likes: what counts is what comes out."""
    monkeypatch.setattr("data_loaders.packed.Packed.__init__.__kwdefaults__", {"largest": 1024**2})
    packed = io.BytesIO(export(said("<@U2>")))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("general/2026-03-03.json", b" " * 2 * 1024**2)
    with pytest.raises(LoadError, match="unpacks to more than"):
        load(packed.getvalue(), "export.zip")


def test_a_message_is_read_for_a_refusal_and_dropped() -> None:
    refused = "<@U2> この件はうちの部署の範囲外ですので、対応いたしかねます。"
    found = load(
        export(
            said(refused),
            said("<@U1> thanks, I will look into it today", user="U2", ts="1772442060.000100"),
            said("<@U1>", user="U3", ts="1772442120.000100"),
            said("news", user="U3", reactions=[{"name": "+1", "users": ["U1"]}]),
        ),
        "export.zip",
    ).frame
    assert found["deflects"].tolist() == [True, False, pd.NA, pd.NA]
    assert found["language"].fillna("").tolist() == ["ja", "en", "", ""]
    assert "範囲外" not in found.to_csv()
