from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.menu import FOLDER, entry


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A page of the sample story with pictures and the lines under them."""
    monkeypatch.setenv("YOTTE_WORKSPACE", str(tmp_path))
    opened = AppTest.from_file(str(FOLDER.parent / "app.py"), default_timeout=30).run()
    return opened.switch_page(str(entry("not_our_department").path.relative_to(FOLDER.parent)))


def _sent(app: AppTest) -> dict[str, int]:
    """Count what popovers hold; the page has a table of its own, too."""
    assert not app.run().exception
    meanings = [one for one in app.markdown if "Formula: " in one.value]
    return {"table": len(app.table), "link": len(app.code), "help": len(meanings)}


@pytest.mark.parametrize(
    ("opened", "place"),
    [
        ("table", "table:not_our_department-trend"),
        ("help", "help:not_our_department-trend"),
        ("link", "share:page"),
    ],
)
def test_only_what_is_open_is_sent(app: AppTest, opened: str, place: str) -> None:
    closed = _sent(app)
    assert (closed["link"], closed["help"]) == (0, 0)
    app.session_state[place] = True
    assert _sent(app) == {**closed, opened: closed[opened] + 1}
