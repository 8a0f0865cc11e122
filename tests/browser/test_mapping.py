"""A new user brings what their form wrote, says once what is what, and next month nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard import store
from dashboard.release import read
from dashboard.settings import settings_of
from data_loaders import load
from tests.browser.conftest import serving
from tests.browser.visit import settle

WAIT = 30_000
REFUSED = "この1か月に、「うちの部署の範囲外です」と断られたことがありましたか"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "workspace") as address:
        yield address


def form(path: Path, month: int, department: str) -> Path:
    """Write thirty people's answers as Google Forms does, in Shift_JIS."""
    rows = [f"タイムスタンプ,メールアドレス,{department},{REFUSED},好きな色"]
    rows += [
        f"2026/{month:02d}/{i % 28 + 1:02d} 午後 1:{i:02d}:00,m{i}@example.com,"
        f"{('営業部', '企画部', '物流部')[i % 3]},{'はい' if i % (month - 1) == 0 else 'いいえ'},青"
        for i in range(30)
    ]
    path.write_bytes("\r\n".join(rows).encode("cp932"))
    return path


def test_a_google_form_goes_in_and_its_layout_is_remembered(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 1400})
    page.goto(f"{address}/data?lang=ja")
    page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
    page.set_input_files("input[type=file]", form(tmp_path / "3月.csv", 3, "チーム"))
    # Nothing says which column is the department: it is asked for, with the columns there are.
    expect(page.get_by_text("部署の列はどれですか").first).to_be_visible(timeout=WAIT)
    expect(page.locator(".st-key-mapping")).to_be_visible(timeout=WAIT)
    page.close()

    page = chromium.new_page(viewport={"width": 1440, "height": 1400})
    page.goto(f"{address}/data?lang=ja")
    page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
    page.set_input_files("input[type=file]", form(tmp_path / "3月.csv", 3, "所属部署"))
    expect(page.get_by_text("not_our_department として読みました")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("使わなかった列：好きな色")).to_be_visible(timeout=WAIT)
    settle(page)
    page.get_by_text("どの列が何か").click()
    settle(page)  # the table opens above the button and moves it from under the pointer
    page.get_by_role("button", name="読み直す").click(timeout=WAIT)
    expect(page.get_by_text("決めたとおりに読んでいます")).to_be_visible(timeout=WAIT)
    page.locator(".st-key-commit button").click(timeout=WAIT)
    expect(page.locator(".st-key-commit")).to_have_count(0, timeout=WAIT)
    workspace = tmp_path / "workspace"
    (mapping,) = settings_of(workspace).layouts.values()
    assert mapping["department"] == "所属部署"
    assert mapping["not_our_department"] == REFUSED
    assert "wave" not in mapping

    page.goto(f"{address}/data?lang=ja")
    page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
    page.set_input_files("input[type=file]", form(tmp_path / "4月.csv", 4, "所属部署"))
    expect(page.get_by_text("決めたとおりに読んでいます")).to_be_visible(timeout=WAIT)
    page.locator(".st-key-commit button").click(timeout=WAIT)
    expect(page.locator(".st-key-commit")).to_have_count(0, timeout=WAIT)
    page.close()
    assert len(read.current(workspace).table("windows").query("kind == 'wave'")) == 2


def test_a_department_of_another_name_is_asked_for_once(chromium: Browser, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    departments = "部署ID,名称\nD1,営業部\nD2,商品企画部\nD3,物流部"
    with store.opened(workspace) as opened:
        opened.add(load(departments.encode(), "departments.csv", table="departments"))
    with serving(workspace) as address:
        page = chromium.new_page(viewport={"width": 1440, "height": 1400})
        page.goto(f"{address}/data?lang=ja")
        page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
        page.set_input_files("input[type=file]", form(tmp_path / "3月.csv", 3, "所属部署"))
        expect(page.get_by_text("どの部署のことですか")).to_be_visible(timeout=WAIT)
        # The form says 企画部; the nearest of those that are declared is offered.
        page.get_by_role("button", name="この名前を覚える").click(timeout=WAIT)
        page.locator(".st-key-commit button").click(timeout=WAIT)
        expect(page.locator(".st-key-commit")).to_have_count(0, timeout=WAIT)
        page.close()
    with store.opened(workspace) as opened:
        answered = opened.frame("answers")
    assert answered["department"].value_counts().to_dict() == {"D1": 10, "D2": 10, "D3": 10}
