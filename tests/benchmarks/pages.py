"""How long a reader waits, beside the smallest Streamlit app with one Plotly chart a page.

    python -m tests.benchmarks.pages [--rounds N]

Both apps run in the same Chromium in turn; the table shows medians. A click is timed in the
browser, from the click in the menu to the first chart of the page; a cold start from the command to
the first chart in a browser that has nothing cached.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import QUIET, installed_browser

MINIMAL = """
import pandas as pd, plotly.express as px, streamlit as st
def page(name):
    st.title(name)
    st.plotly_chart(px.line(pd.DataFrame({"x": range(42), "y": range(42)}), "x", "y"))
def one(): page("One")
def two(): page("Two")
st.set_page_config(layout="wide")
first = st.Page(one, title="One", url_path="one", default=True)
st.navigation([first, st.Page(two, title="Two", url_path="two")]).run()
"""
DRAWN = "[data-testid=stPlotlyChart] .main-svg"
CLICK_GOAL, COLD_GOAL = 1.5, 1.3
# From the click until the heading is the other page's and a chart of it is drawn.
CLICK = """([label, before, drawn]) => new Promise((done, fail) => {
  const link = [...document.querySelectorAll('[data-testid=stSidebar] a')].find(
      one => one.innerText.trim() === label);
  const start = performance.now();
  link.click();
  const look = () => {
    const title = document.querySelector('h1');
    const charts = [...document.querySelectorAll(drawn)].filter(
        one => !one.closest('[data-stale=true]'));
    if (title && title.innerText !== before && charts.length) done(performance.now() - start);
    else if (performance.now() - start > 30000) fail('no chart');
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def started(command: list[str], port: int) -> Iterator[str]:
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", env=here
    ) as server:
        try:
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


def ours(folder: Path, port: int) -> list[str]:
    options = ["--workspace", str(folder / "workspace"), "--port", str(port), "--no-browser"]
    return [sys.executable, "-m", "dashboard.cli", "serve", *options]


def minimal(folder: Path, port: int) -> list[str]:
    script = folder / "minimal.py"
    script.write_text(MINIMAL)
    options = ["--server.port", str(port), "--server.headless", "true"]
    options += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    return [sys.executable, "-m", "streamlit", "run", str(script), *options]


Command = Callable[[Path, int], list[str]]
Labels = tuple[str, str]
Times = list[float]


def first_chart(page: Page, address: str) -> None:
    """Open an address as soon as it answers, and wait for a chart."""
    deadline = time.monotonic() + 60
    while True:
        try:
            page.goto(address)
            break
        except PlaywrightError:  # the server is not there yet
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    page.wait_for_selector(DRAWN, timeout=60_000)


def cold(browser: Browser, command: Command, folder: Path) -> float:
    port = free_port()
    page = browser.new_context(locale="en-US").new_page()
    start = time.perf_counter()
    with started(command(folder, port), port) as address:
        first_chart(page, address)
        seconds = time.perf_counter() - start
        page.context.close()
    return seconds


def clicks(page: Page, labels: Labels, rounds: int) -> Times:
    """Seconds from click to chart, going to and fro; the first visits are not counted."""
    found = []
    for at in range(2 * rounds + 2):
        before = page.locator("h1").first.inner_text()
        found.append(page.evaluate(CLICK, [labels[at % 2], before, DRAWN]) / 1000)
        page.wait_for_timeout(700)
    return found[2:]


def in_turn(browser: Browser, addresses: Sequence[str], rounds: int, *goes: Labels) -> list[Times]:
    """Seconds from click to chart at several addresses in turn, each between two of its pages."""
    pages = [browser.new_context(locale="en-US").new_page() for _ in addresses]
    for page, address in zip(pages, addresses, strict=True):
        page.set_viewport_size({"width": 1440, "height": 1000})
        first_chart(page, address)
    found: list[Times] = [[] for _ in pages]
    for _ in range(rounds):
        for page, labels, seconds in zip(pages, goes, found, strict=True):
            seconds.extend(clicks(page, labels, 2))
    return found


def clicked(browser: Browser, folder: Path, rounds: int) -> list[Times]:
    ports = free_port(), free_port()
    with (
        started(ours(folder, ports[0]), ports[0]) as mine,
        started(minimal(folder, ports[1]), ports[1]) as other,
    ):
        goes = ("“Not our department”", "Overview"), ("Two", "One")
        return in_turn(browser, (mine, other), rounds, *goes)


def line(what: str, mine: Times, other: Times, goal: float) -> str:
    ratio = statistics.median(mine) / statistics.median(other)
    medians = [f"{statistics.median(one):.2f} s" for one in (mine, other)]
    return f"| {what} | {medians[0]} | {medians[1]} | {ratio:.2f} | {goal} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        path = installed_browser()
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        print("| what | Yotte | minimal page | ratio | goal |\n|---|---|---|---|---|")
        print(line("click to chart", *clicked(browser, folder, rounds), CLICK_GOAL))
        colds = [
            (cold(browser, ours, folder), cold(browser, minimal, folder)) for _ in range(rounds)
        ]
        print(line("cold start to first chart", *map(list, zip(*colds, strict=True)), COLD_GOAL))
        browser.close()


if __name__ == "__main__":
    main()
