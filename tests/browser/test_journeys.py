"""What a head of HR asks, from the front page to the answer, on the sample story."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from dashboard.release.read import sample
from dashboard.text import Translator

WAIT = 30_000
DESKTOP = {"width": 1440, "height": 1400}

# A picture of the film stands for less than a second, and whoever looks now and then misses it.
HEADINGS = """() => {
  const first = () => document.querySelector('h2')?.textContent;
  window.headings = [first()];
  new MutationObserver(() => { if (first()) window.headings.push(first()); })
    .observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def front(chromium: Browser, address: str, language: str) -> Page:
    page = chromium.new_page(viewport=DESKTOP, locale=language)
    page.goto(address)
    expect(page.locator("h1").first).to_be_visible(timeout=WAIT)
    return page


def to(page: Page, name: str, heading: str) -> None:
    """Go to a page by the menu, and wait for its question."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    expect(page.get_by_test_id("stMain").get_by_text(heading).first).to_be_visible(timeout=WAIT)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option").filter(has_text=option).first.click()


def test_how_did_the_third_project_change_sales(chromium: Browser, sample_address: str) -> None:
    page = front(chromium, sample_address, "en-GB")
    to(page, "Not our department", "said less?")
    choose(page, "Before and after what?", "Co-creation 3")
    expect(page).to_have_url(re.compile("comparison=project-P07"), timeout=WAIT)
    # The team against the others, and each department of sales by itself in the table.
    release = sample()
    row = release.table("changes").query(
        "metric == 'not_our_department' and comparison == 'project-P07' and group == 'all'"
    )
    t = Translator("en")
    expect(page.locator("h1").first).to_contain_text(
        t.value(float(row["after"].iloc[0])), timeout=WAIT
    )
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("button", name="CSV").nth(1).click()
    assert "Sales West" in Path(download.value.path()).read_text("utf-8-sig")
    page.get_by_role("button", name="Show table").nth(1).click()
    expect(page.get_by_role("cell", name="Sales West").first).to_be_visible(timeout=WAIT)
    page.close()


def test_two_projects_are_sent_to_a_colleague_who_reads_english(
    chromium: Browser, sample_address: str
) -> None:
    page = front(chromium, sample_address, "ja-JP")
    to(page, "プロジェクト比較", Translator("ja")("Which project changed what?"))
    page.get_by_role("button", name="共有").click()
    link = page.get_by_test_id("stCode").first.inner_text(timeout=WAIT).strip()
    heads = page.get_by_test_id("stMain").locator("h1").first.inner_text()
    assert "lang=" not in link
    theirs = chromium.new_page(viewport=DESKTOP, locale="en-US")
    theirs.goto(link)
    title = theirs.locator("h1").first
    expect(title).to_be_visible(timeout=WAIT)
    expect(theirs.locator("html")).to_have_attribute("lang", "en", timeout=WAIT)
    assert title.inner_text() != heads
    assert not re.search("[\\u3040-\\u30ff]", title.inner_text())
    theirs.close()
    page.close()


def test_why_is_this_department_hidden(chromium: Browser, sample_address: str) -> None:
    page = front(chromium, sample_address, "en-GB")
    to(page, "Not our department", "said less?")
    expect(page.get_by_text("“–” is hidden to protect small groups.").first).to_be_visible(
        timeout=WAIT
    )
    page.get_by_role("button", name="What does this mean?").first.click()
    page.get_by_role("link", name="All about this measure").first.click()
    expect(page).to_have_url(re.compile("/definitions.*metric=not_our_department"), timeout=WAIT)
    expect(page.get_by_text("A figure needs at least 5 people", exact=False).first).to_be_visible(
        timeout=WAIT
    )
    page.close()


def test_the_tour_leads_through_five_pages(chromium: Browser, sample_address: str) -> None:
    page = front(chromium, sample_address, "en-GB")
    page.get_by_role("link", name="A tour in five steps").click()
    for step in range(1, 6):
        expect(page.get_by_text(f"Step {step} of 5")).to_be_visible(timeout=WAIT)
        if step < 5:
            page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Next")).to_have_count(0)
    page.go_back()
    expect(page.get_by_text("Step 4 of 5")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="End the tour").click()
    expect(page.get_by_text("Step 4 of 5")).to_have_count(0, timeout=WAIT)
    page.close()


def test_a_department_is_followed_through_the_pages(chromium: Browser, sample_address: str) -> None:
    page = front(chromium, sample_address, "en-GB")
    to(page, "Network", "work together more?")
    departments = page.get_by_test_id("stPlotlyChart").nth(1).locator(".trace").last
    point = departments.locator("path.point").nth(3)
    expect(point).to_be_visible(timeout=WAIT)
    page.wait_for_timeout(1_000)  # the picture takes presses once its page has settled
    box = point.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 2, y)
    page.mouse.move(x, y)
    expect(page.locator(".hoverlayer text").first).to_contain_text("Logistics")
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile("followed=logistics"), timeout=WAIT)
    expect(page.locator("h2").first).to_contain_text("Logistics:", timeout=WAIT)
    to(page, "Not our department", "said less?")
    release = sample()
    row = release.table("changes").query(
        "metric == 'not_our_department' and comparison == 'organisation' and group == 'logistics'"
    )
    levels = [f"{100 * float(row[side].iloc[0]):.0f}%" for side in ("before", "after")]
    said = page.get_by_test_id("stMain").get_by_text(f"Logistics: {' → '.join(levels)}")
    expect(said).to_be_visible(timeout=WAIT)
    page.close()


def test_the_months_pass_like_a_film(chromium: Browser, sample_address: str) -> None:
    page = chromium.new_page(viewport=DESKTOP, locale="en-GB")
    page.goto(f"{sample_address}/network?view=monthly&month=2026-07")
    play = page.get_by_role("button", name="Play the months")
    expect(page.locator("h2").first).to_contain_text("Jul 2026", timeout=WAIT)
    page.evaluate(HEADINGS)
    play.click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible(timeout=WAIT)
    # It stops at the last month, and only there the address says where.
    expect(play).to_be_visible(timeout=WAIT)
    expect(page).to_have_url(re.compile("month=2026-09"))
    told = page.evaluate("() => window.headings")
    months = dict.fromkeys(one.partition(":")[0] for one in told if "are closest" in one)
    assert list(months) == ["Jul 2026", "Aug 2026", "Sep 2026"]
    page.go_back()
    expect(page).to_have_url(re.compile("month=2026-07"), timeout=WAIT)
    page.close()
