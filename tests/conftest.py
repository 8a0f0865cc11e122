"""A workspace to load small tables into, and the text of a table as people write it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from dashboard import store
from data_loaders import load
from sample_data.build_release import build_sample

BUILDING_SECONDS = 900
LONGEST = ("test_engines", "browser/test_every_page", "browser/test_", "attacks/test_released")
Put = Callable[[str, str], store.Upload]
SHARED_DATA = Path(__file__).parents[1] / "../shared/data"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[store.Workspace]:
    """A new workspace, open."""
    with store.opened(tmp_path / "workspace") as made:
        yield made


@pytest.fixture
def put(workspace: store.Workspace) -> Put:
    """Store a table given as the text of its file: ``put("people", "person,valid_from…")``."""

    def stored(table: str, text: str) -> store.Upload:
        content = "\n".join(line.strip() for line in dedent(text).strip().splitlines())
        return workspace.add(load(content.encode(), f"{table}.csv", table=table))

    return stored


@pytest.fixture(scope="session")
def company_a(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample story, loaded and released here; not to be changed.

    Of several workers the first that needs it builds it for all.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = tmp_path_factory.mktemp("company_a")
        build_sample(folder)
        return folder
    shared = tmp_path_factory.getbasetemp().parent / "company_a"
    built = shared.with_name("company_a.built")
    try:
        shared.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + BUILDING_SECONDS
        while not built.exists():
            assert time.monotonic() < deadline, "another worker did not build the story"
            time.sleep(0.5)
    else:
        build_sample(shared)
        built.touch()
    return shared


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The specimens made by others, beside the project or where YOTTE_SHARED_DATA says."""
    folder = Path(os.environ.get("YOTTE_SHARED_DATA", SHARED_DATA))
    if not folder.is_dir():
        pytest.skip("the specimens made by others are not here; set YOTTE_SHARED_DATA")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker waits for it alone in the end."""

    def place(item: pytest.Item) -> int:
        found = (n for n, name in enumerate(LONGEST) if name in item.nodeid)
        return next(found, len(LONGEST))

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly at the end that the browser tests did not run, where they did not."""
    skipped = terminalreporter.stats.get("skipped", [])
    silent = [report for report in skipped if "NO BROWSER" in str(report.longrepr)]
    if silent:
        words = f"{len(silent)} BROWSER TESTS DID NOT RUN: install Chromium or Chrome"
        terminalreporter.write_sep("!", words, red=True, bold=True)
