"""A comparison is declared on the Data page, read on another page, withdrawn and put back."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from dashboard.cli import main
from tests.browser.conftest import serving
from tests.browser.test_upload import pulse
from tests.browser.visit import settle

WAIT = 30_000


def test_a_declared_comparison_is_offered_until_it_is_withdrawn(
    chromium: Browser, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    main(["load", str(pulse(tmp_path / "パルス.csv")), "--workspace", str(workspace)])
    with serving(workspace) as address:
        page = chromium.new_page(viewport={"width": 1440, "height": 1600})
        page.goto(f"{address}/data?lang=ja")
        # What opens while a page is still being made may close again, or move what is pressed next.
        settle(page)
        page.get_by_text("比較を登録する").click(timeout=WAIT)
        settle(page)
        page.get_by_label("名前", exact=True).fill("春と秋")
        page.get_by_role("button", name="登録する", exact=False).last.click()
        main_part = page.get_by_test_id("stMain")
        expect(main_part.get_by_text("登録しました").first).to_be_visible(timeout=WAIT)

        main_part.get_by_role("link", name="「うちの部署では」").click()
        expect(page).to_have_url(re.compile("comparison=declared-1"), timeout=WAIT)
        expect(page.locator("h1").first).to_contain_text("50", timeout=WAIT)
        expect(main_part.get_by_role("combobox").first).to_have_value("春と秋", timeout=WAIT)

        page.goto(f"{address}/data?lang=ja")
        page.locator(".st-key-withdraw button").click(timeout=WAIT)
        expect(main_part.get_by_text("取り下げました").first).to_be_visible(timeout=WAIT)
        page.locator(".st-key-put-back button").click(timeout=WAIT)
        expect(main_part.get_by_text("登録しました").first).to_be_visible(timeout=WAIT)
        expect(page.locator(".st-key-withdraw button")).to_be_visible(timeout=WAIT)
        page.close()
