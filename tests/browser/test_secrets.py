"""What a browser is sent: no id, name, address or message, and no way to work a victim out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, WebSocket, expect
from scipy import optimize

from dashboard import store
from dashboard.cli import main
from dashboard.menu import entries
from dashboard.text import LANGUAGES
from data_loaders import load
from tests.browser.conftest import serving

WAIT = 30_000
CANARIES = ("CANARY7731", "SINGER7732", "FINCH7733@example.invalid", "LINNET7734", "WREN7735")
SIZES = {"planning": 9, "sales": 12, "works": 8, "support": 3}
VICTIM = "support"
PEOPLE = [(f"{CANARIES[0]}-{name}-{i}", name) for name, many in SIZES.items() for i in range(many)]


def refused(name: str, i: int, wave: int) -> int:
    """Say whether somebody met a refusal: all of the victims did."""
    return int(name == VICTIM or i % (3 + wave) == 0)


def stored(folder: Path) -> None:
    """Load a company whose files hold a canary in every column that is personal."""
    roster = ["person,valid_from,department,氏名,mail"]
    roster += [f"{one},2024-01-01,{of},{CANARIES[1]},{CANARIES[2]}" for one, of in PEOPLE]
    answers = ["wave,response,respondent,department,question,score,email"]
    answers += [
        f"{wave},{CANARIES[3]}{one},{one},{of},not_our_department,"
        f"{refused(of, int(one.rpartition('-')[2]), k)},{CANARIES[2]}"
        for k, wave in enumerate(("2025-02", "2025-05"))
        for one, of in PEOPLE
    ]
    log = ["occurred_at,sender,recipient,channel,message"]
    log += [
        f"2025-0{month}-{day:02d},{PEOPLE[day][0]},{PEOPLE[day * month % 31][0]},mail,{CANARIES[4]}"
        for month in range(1, 7)
        for day in range(1, 29)
        if day != day * month % 31
    ]
    with store.opened(folder) as workspace:
        for table, lines in (("people", roster), ("answers", answers), ("interactions", log)):
            workspace.add(load("\n".join(lines).encode(), f"{table}.csv", table=table))
    assert main(["release", "--workspace", str(folder)]) == 0


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets") / "workspace"
    stored(folder)
    return folder


@pytest.fixture(scope="module")
def address(workspace: Path) -> Iterator[str]:
    with serving(workspace) as address:
        yield address


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_canary_reaches_a_browser_a_log_or_a_file(
    chromium: Browser, address: str, workspace: Path, language: str
) -> None:
    """T14: in everything that comes over the wire, stands on the page, or lies on the disk."""
    page = chromium.new_page()
    came: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda told: came.append(_bytes(told)))

    page.on("websocket", listen)
    for entry in entries():
        page.goto(f"{address}/{entry.id}?lang={language}")
        expect(page.locator("h1").first).to_be_visible(timeout=WAIT)
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=WAIT)
        came += [page.content().encode(), page.url.encode()]
    page.close()
    came.append((workspace.parent / "serve.log").read_bytes())
    came += [path.read_bytes() for path in workspace.rglob("*") if path.is_file()]
    everything = b"\0".join(came)
    assert b"planning" in everything, "the wire was listened to"
    for canary in CANARIES:
        for encoding in ("utf-8", "utf-16-le"):
            assert canary.encode(encoding) not in everything


def _bytes(told: str | bytes) -> bytes:
    return told if isinstance(told, bytes) else told.encode()


def test_a_victim_stays_uncertain_by_what_the_page_gives_away(
    chromium: Browser, address: str
) -> None:
    """T5: the attacker downloads the page's own table and knows who belongs to which department."""
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{address}/not_our_department?lang=en")
    button = page.locator(".st-key-csv-not_our_department-department button")
    with page.expect_download(timeout=WAIT) as download:
        button.click(timeout=WAIT)
    text = Path(download.value.path()).read_text("utf-8-sig")
    page.close()
    rows = {row["Group"].lower(): row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) > len(SIZES) - 1
    assert rows[VICTIM]["Before"] == "–"
    for side in ("Before", "After"):
        shares = {name: row[side] for name, row in rows.items() if row[side] not in ("–", "")}
        assert "everyone" in shares
        assert room(shares) >= 0.4


def room(shares: dict[str, str]) -> float:
    """Give how far apart the victims' share may lie; told shares are rounded to whole percents."""
    names, bounds, limits = list(SIZES), [], []
    for told, share in shares.items():
        inside = np.array([told in ("everyone", name) for name in names], float)
        people = inside @ np.array(list(SIZES.values()))
        value = float(share.rstrip("%")) / 100
        bounds += [inside, -inside]
        limits += [(value + 0.005) * people, -(value - 0.005) * people]
    goal = np.array([name == VICTIM for name in names], float)
    ends = [
        sign
        * optimize.linprog(
            sign * goal,
            A_ub=np.array(bounds),
            b_ub=np.array(limits),
            bounds=[(0, many) for many in SIZES.values()],
        ).fun
        for sign in (1, -1)
    ]
    return float(ends[1] - ends[0]) / SIZES[VICTIM]
