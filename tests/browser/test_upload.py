"""A survey typed by hand in a Japanese Excel goes in through the browser and comes out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving

WAIT = 30_000


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "workspace") as address:
        yield address


def pulse(path: Path, *bad_rows: str) -> Path:
    """Write 30 people's answers of two waves: 15 of 30 were refused in March, 6 in September."""
    rows = ["回,社員番号,部署,設問,点数"]
    for wave, refused in (("2026年3月", 15), ("2026年9月", 6)):
        for person in range(30):
            said = "はい" if person < refused else "いいえ"
            department = ("営業部", "商品企画部", "物流部")[person % 3]
            rows.append(f"{wave},{person:04d},{department},not_our_department,{said}")
    path.write_bytes("\r\n".join([*rows, *bad_rows]).encode("cp932"))
    return path


def drop(page: Page, file: Path) -> None:
    page.set_input_files("input[type=file]", file)


def test_a_survey_changes_the_pages_and_can_be_taken_back(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{address}/data?lang=ja")
    expect(page.get_by_text("サンプル", exact=True)).to_be_visible(timeout=WAIT)
    drop(page, pulse(tmp_path / "パルス.csv"))
    expect(page.get_by_text("CP932")).to_be_visible(timeout=WAIT)
    assert not list((tmp_path / "workspace").glob(".incoming-*")), "an upload stayed on the disk"
    page.locator(".st-key-commit button").click()
    expect(page.get_by_test_id("stMain").get_by_text("パルス.csv").first).to_be_visible(
        timeout=WAIT
    )
    expect(page.get_by_text("サンプル", exact=True)).to_have_count(0, timeout=WAIT)

    page.goto(f"{address}/not_our_department?lang=ja")
    expect(page.locator("h1").first).to_contain_text("50", timeout=WAIT)
    expect(page.locator("h1").first).to_contain_text("20", timeout=WAIT)

    page.goto(f"{address}/data?lang=ja")
    page.locator(".st-key-undo button").click(timeout=WAIT)
    expect(page.get_by_text("サンプル", exact=True)).to_be_visible(timeout=WAIT)
    page.close()


def test_a_bad_file_is_refused_row_by_row_and_the_next_one_works(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{address}/data?lang=ja")
    bad = pulse(tmp_path / "bad.csv", "2026年9月,0099,営業部,not_our_department,五点")
    page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
    drop(page, bad)
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("button", name="CSV").filter(has_text="一覧").click(timeout=WAIT)
    listed = Path(download.value.path()).read_text("utf-8-sig")
    assert "62," in listed
    assert "五点" in listed
    assert page.locator(".st-key-commit").count() == 0

    page.reload()
    page.locator("input[type=file]").wait_for(state="attached", timeout=WAIT)
    drop(page, pulse(tmp_path / "good.csv"))
    page.locator(".st-key-commit button").click(timeout=WAIT)
    expect(page.get_by_text("サンプル", exact=True)).to_have_count(0, timeout=WAIT)
    page.close()
