"""Mail becomes contacts by its headers; what it says is read for refusals and dropped."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from data_loaders import Loaded, load


def message(to: str, cc: str = "", ident: str = "<1@example.com>") -> EmailMessage:
    one = EmailMessage()
    one["From"] = "佐藤 <One@Example.com>"
    one["To"] = to
    if cc:
        one["Cc"] = cc
    one["Date"] = "Mon, 02 Mar 2026 18:00:00 +0900"
    one["Message-ID"] = ident
    one["Subject"] = "CANARY"
    one.set_content("From here on\n\nFrom: nobody@example.com\nCANARY\n")
    return one


def mbox(folder: Path, *messages: EmailMessage) -> bytes:
    """Write a mailbox with the standard library, as mail programs do."""
    box = mailbox.mbox(folder / "box.mbox")
    for one in messages:
        box.add(one)
    box.close()
    return (folder / "box.mbox").read_bytes()


def contacts(found: Loaded) -> list[tuple[str, str, int]]:
    rows = found.frame[["sender", "recipient", "group_size"]]
    return [(a, b, int(n)) for a, b, n in rows.itertuples(index=False)]


def test_a_message_to_several_is_a_row_each(tmp_path: Path) -> None:
    content = mbox(
        tmp_path,
        message("Two <two@example.com>, three@example.com", cc="four@example.com"),
        message("two@example.com", ident="<2@example.com>"),
    )
    found = load(content, "box.mbox")
    assert (found.format, found.table) == ("mbox", "interactions")
    assert contacts(found) == [
        ("one@example.com", "two@example.com", 4),
        ("one@example.com", "three@example.com", 4),
        ("one@example.com", "four@example.com", 4),
        ("one@example.com", "two@example.com", 2),
    ]
    assert set(found.frame["occurred_at"].astype(str)) == {"2026-03-02 09:00:00"}
    assert set(found.frame["channel"]) == {"mail"}
    assert found.frame["conversation"].nunique() == 2
    assert "CANARY" not in found.frame.to_csv()


def test_a_message_in_two_folders_counts_once(tmp_path: Path) -> None:
    content = mbox(tmp_path, message("two@example.com"), message("two@example.com"))
    assert len(load(content, "box.mbox").frame) == 1


@pytest.mark.parametrize("to", ["", "undisclosed-recipients:;", "one@example.com"])
def test_mail_to_nobody_else_is_no_contact(tmp_path: Path, to: str) -> None:
    content = mbox(tmp_path, message(to), message("two@example.com", ident="<2@example.com>"))
    assert contacts(load(content, "box.mbox")) == [("one@example.com", "two@example.com", 2)]


@pytest.mark.parametrize(
    "header",
    [
        "From,To,Cc,Date,Message-ID,Subject",
        "差出人,宛先,CC,送信日時,メッセージID,件名",
    ],
)
def test_headers_as_a_table(header: str) -> None:
    rows = [
        (
            'One <one@example.com>,"two@example.com; Three <three@example.com>",,'
            "2026-03-02 09:00:00,<1>,CANARY"
        ),
        'one@example.com,two@example.com,,"Mon, 02 Mar 2026 18:00:00 +0900",<2>,CANARY',
        "one@example.com,two@example.com,,2026-03-02 09:00:00,<2>,CANARY",
    ]
    found = load("\n".join([header, *rows]).encode(), "mail.csv")
    assert found.format == "mail_headers"
    assert contacts(found) == [
        ("one@example.com", "two@example.com", 3),
        ("one@example.com", "three@example.com", 3),
        ("one@example.com", "two@example.com", 2),
    ]
    assert set(found.frame["occurred_at"].astype(str)) == {"2026-03-02 09:00:00"}
    assert found.frame.index.tolist() == [2, 2, 3]
    assert "CANARY" not in found.frame.to_csv()


def test_a_plain_list_of_contacts_is_no_mail() -> None:
    text = "time,from,to,channel\n2026-03-02,a,b,mail"
    assert load(text.encode(), "log.csv").format == "plain_csv"


def test_what_a_mail_says_is_read_for_a_refusal_and_dropped(tmp_path: Path) -> None:
    refused, thanks = message("two@example.com", ident="<1@x>"), message("b@x.com", ident="<2@x>")
    refused.set_content("この件はうちの部署の範囲外ですので、対応いたしかねます。", cte="base64")
    thanks.set_content("Will do.\n\n> Sorry, that is not our department. Please ask HR.\n")
    found = load(mbox(tmp_path, refused, thanks), "box.mbox").frame
    assert found["deflects"].tolist() == [True, False]
    assert found["language"].tolist() == ["ja", "en"]
    assert "範囲外" not in found.to_csv()


def test_a_table_of_mail_may_hold_what_it_says() -> None:
    header = "From,To,Date,Message-ID,Body"
    row = 'a@x.com,b@x.com,2026-03-02 09:00,<1>,"Sorry, that is not our department. Ask HR."'
    found = load(f"{header}\n{row}\n".encode(), "mail.csv").frame
    assert found["deflects"].tolist() == [True]
    assert "department" not in found.to_csv()
