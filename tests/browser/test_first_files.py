"""A new user's first ten minutes: a Google form in Shift_JIS, a Microsoft form, a Slack export."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard import store
from dashboard.release import read
from data_loaders import load
from tests.browser.conftest import serving
from tests.data_loaders.test_survey_tools import xlsx

WAIT = 60_000
REFUSED = "この1か月に、「うちの部署の範囲外です」と断られたことがありましたか"
DEPARTMENTS = ("営業部", "企画部", "物流部")
PEOPLE = [f"m{i}@example.com" for i in range(30)]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "workspace") as address:
        yield address


def google_form(path: Path) -> Path:
    """Thirty people in March, fifteen of whom were refused."""
    rows = [f"タイムスタンプ,メールアドレス,所属部署,{REFUSED}"]
    rows += [
        f"2026/03/{i % 28 + 1:02d} 午後 1:{i:02d}:00,{one},{DEPARTMENTS[i % 3]},"
        f"{'はい' if i < 15 else 'いいえ'}"
        for i, one in enumerate(PEOPLE)
    ]
    path.write_bytes("\r\n".join(rows).encode("cp932"))
    return path


def microsoft_form(path: Path) -> Path:
    """The same thirty in September, six of whom were refused."""
    header = ("ID", "開始時刻", "完了時刻", "メール", "名前", "所属部署", REFUSED)
    rows = [
        (
            str(i + 1),
            "2026/09/01 10:00:00",
            "2026/09/01 10:05:00",
            one,
            "",
            DEPARTMENTS[i % 3],
            "はい" if i < 6 else "いいえ",
        )
        for i, one in enumerate(PEOPLE)
    ]
    path.write_bytes(xlsx(header, *rows))
    return path


def slack(path: Path) -> Path:
    """Everybody mentions the next one, on two days."""
    users = [{"id": f"U{i}", "profile": {"email": one}} for i, one in enumerate(PEOPLE)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("users.json", json.dumps(users))
        archive.writestr("channels.json", "[]")
        for day in (2, 9):
            start = datetime(2026, 3, day, 1, tzinfo=UTC).timestamp()
            said = [
                {
                    "type": "message",
                    "user": f"U{i}",
                    "text": f"<@U{(i + 1) % len(PEOPLE)}> 相談です",
                    "ts": f"{start + i}",
                }
                for i in range(len(PEOPLE))
            ]
            archive.writestr(f"general/2026-03-{day:02d}.json", json.dumps(said))
    path.write_bytes(packed.getvalue())
    return path


def test_a_new_user_brings_what_they_have(chromium: Browser, address: str, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    page = chromium.new_page(viewport={"width": 1440, "height": 1800})
    page.goto(f"{address}/data?lang=ja")
    page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
    files = [
        google_form(tmp_path / "3月.csv"),
        microsoft_form(tmp_path / "9月.xlsx"),
        slack(tmp_path / "slack.zip"),
    ]
    page.set_input_files("input[type=file]", files)
    # Three files of three tools are understood without a question.
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("3個のうち3個")).to_be_visible(timeout=WAIT)
    expect(main.get_by_text("アンケートの回答").first).to_be_visible(timeout=WAIT)
    expect(main.get_by_text("0～1のうち").or_(main.get_by_text("いいえ")).first).to_be_visible()
    page.locator(".st-key-commit button").click(timeout=WAIT)
    expect(main.get_by_text("3月.csv の30行を取り込みました")).to_be_visible(timeout=WAIT)
    expect(main.get_by_text("slack.zip の60行を取り込みました")).to_be_visible()
    expect(page.get_by_text("サンプル", exact=True)).to_have_count(0)

    # Half were refused in March, a fifth in September.
    page.goto(f"{address}/not_our_department?lang=ja")
    expect(page.locator("h1").first).to_contain_text("50", timeout=WAIT)
    expect(page.locator("h1").first).to_contain_text("20")

    # Taken back, September is gone from the pages, and March is not.
    page.goto(f"{address}/data?lang=ja")
    page.get_by_label("取り消すファイル").click(timeout=WAIT)
    page.get_by_role("option").filter(has_text="9月.xlsx").click()
    page.locator(".st-key-undo button").click()
    expect(main.get_by_text("9月.xlsx › Form1 の30行を取り消しました")).to_be_visible(timeout=WAIT)
    waves = read.current(workspace).table("windows").query("kind == 'wave'")["window"]
    assert waves.tolist() == ["2026-03"]

    # The same file once more is a new upload; the others are known. The uploader is a new one.
    page.set_input_files(".st-key-upload-1 input[type=file]", files)
    expect(main.get_by_text("3個のうち3個")).to_be_visible(timeout=WAIT)
    page.locator(".st-key-commit button").click()
    expect(main.get_by_text("9月.xlsx › Form1 の30行を取り込みました")).to_be_visible(timeout=WAIT)
    expect(main.get_by_text("3月.csv と同じ内容が取り込み済み").first).to_be_visible()
    with store.opened(workspace) as opened:
        uploads = opened.uploads()
    assert [bool(one.undone_at) for one in uploads].count(True) == 1
    assert len(uploads) == 4
    page.close()


def test_a_browser_closed_while_a_file_comes_leaves_nothing(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    with store.opened(workspace) as opened:
        opened.add(load("\n".join(["department", *DEPARTMENTS]).encode(), "before.csv"))
    log = tmp_path / "log.csv"
    rows = "2026-03-01 09:00,a,b,mail\n" * 2_000_000
    log.write_text(f"occurred_at,sender,recipient,channel\n{rows}", "utf-8")
    page = chromium.new_page()
    page.goto(f"{address}/data?lang=ja")
    page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
    slowly = page.context.new_cdp_session(page)
    slowly.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000},
    )
    page.set_input_files("input[type=file]", log)
    page.wait_for_timeout(1_500)
    page.close()
    assert not list(workspace.glob(".incoming-*"))
    with store.opened(workspace) as opened:
        assert [one.file for one in opened.uploads()] == ["before.csv"]

    # The next upload works.
    page = chromium.new_page()
    page.goto(f"{address}/data?lang=ja")
    page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
    page.set_input_files("input[type=file]", google_form(tmp_path / "3月.csv"))
    page.locator(".st-key-commit button").click(timeout=WAIT)
    expect(page.get_by_text("3月.csv の30行を取り込みました")).to_be_visible(timeout=WAIT)
    page.close()
