"""Whether a page takes as long however long the log behind it is.

    python -m tests.benchmarks.sizes [--interactions N …] [--rounds N] [--folder DIR]

Companies of the same people, departments, months and comparison, a tenth as many answers as
interactions. Each is loaded, released and served; one Chromium clicks through all in turn.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.growth import filled
from tests.benchmarks.pages import Labels, Times, free_port, in_turn, ours, started
from tests.browser.conftest import QUIET, installed_browser

SIZES = (200_000, 2_000_000, 20_000_000)
GOES: tuple[Labels, ...] = (("“Not our department”", "Overview"), ("Network", "Voices"))


def made(folder: Path, interactions: int) -> Path:
    """Load and release a company, where that was not done before; give its folder."""
    own = folder / str(interactions)
    if not (own / "workspace").exists():
        own.mkdir(parents=True)
        workspace = filled(own, interactions)
        command = [sys.executable, "-m", "tests.benchmarks.growth", "--only", str(workspace)]
        subprocess.run(command, check=True, capture_output=True)
    return own


def clicked(folders: Sequence[Path], rounds: int) -> list[list[Times]]:
    """Seconds from click to chart: by pair of pages, by company."""
    with ExitStack() as stack:
        addresses = []
        for folder in folders:
            port = free_port()
            addresses.append(stack.enter_context(started(ours(folder, port), port)))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=QUIET)
        found = [in_turn(browser, addresses, rounds, *[go] * len(folders)) for go in GOES]
        browser.close()
        return found


def cell(mine: Times, smallest: Times) -> str:
    median = statistics.median(mine)
    return f"{median:.3f} s, {median / statistics.median(smallest):.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="where the companies stay for the next time")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folders = [made(chosen.folder or Path(temporary), n) for n in chosen.interactions]
        found = clicked(folders, chosen.rounds)
    print("| interactions |", " | ".join(" and ".join(go) for go in GOES), "|")
    print("|---" * (1 + len(GOES)) + "|")
    for at, size in enumerate(chosen.interactions):
        print(f"| {size:,} |", " | ".join(cell(pair[at], pair[0]) for pair in found), "|")


if __name__ == "__main__":
    main()
