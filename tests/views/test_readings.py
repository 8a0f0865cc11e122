"""What stands beside a change: other readings, who answered, and a start far from the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store
from dashboard.comparisons import Comparison
from dashboard.menu import FOLDER
from dashboard.release.build import build
from tests.conftest import Put

Shown = Callable[..., str]
GROUP = 40
HALVES = Comparison(
    "halves",
    "半年",
    "Half years",
    *map(date.fromisoformat, ("2025-01-01", "2025-06-30", "2025-07-01", "2025-12-31")),
)


@pytest.fixture
def shown(workspace: store.Workspace, put: Put, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Give what the page of refusals says of a survey: refusals of members, then of others."""

    def said(members: tuple[int, int], others: tuple[int, int], invited: tuple[int, int]) -> str:
        waves = ("2025-03", "2025-09")
        rows = [
            f"{wave},{wave}{who}{i},sales,not_our_department,{int(i < n)},{took_part}"
            for who, took_part, refusals in (("m", "yes", members), ("o", "no", others))
            for wave, n in zip(waves, refusals, strict=True)
            for i in range(GROUP)
        ]
        header = "wave,response,department,question,score,took_part"
        put("answers", "\n".join([header, *rows]))
        asked = [f"{wave},sales,{n}" for wave, n in zip(waves, invited, strict=True)]
        put("invitations", "\n".join(["wave,department,invited", *asked]))
        workspace.declare(HALVES)
        build(workspace)
        monkeypatch.setenv("YOTTE_WORKSPACE", str(workspace.folder))
        app = AppTest.from_file(str(FOLDER.parent / "app.py"), default_timeout=30)
        app.query_params["lang"] = "en"
        app.query_params["comparison"] = "halves"
        app.run().switch_page("app_pages/20_not_our_department.py").run()
        assert not app.exception
        words = [one.value for kind in (app.caption, app.warning) for one in kind]
        words += [str(cell) for table in app.table for cell in table.value.to_numpy().ravel()]
        return "\n".join([*words, *(one.label for one in app.expander)])

    return said


def test_a_turnout_like_before_is_told_and_no_more(shown: Shown) -> None:
    told = shown((20, 10), (20, 18), invited=(100, 100))
    assert "Answered: 80% of the invited before, 80% after." in told
    assert "So different a turnout" not in told
    assert "Departments weighted as before" in told
    # Who answered twice, beside all who answered, would tell of the others.
    assert "Only people who were there both times" not in told


def test_a_turnout_far_from_before_is_warned_of(shown: Shown) -> None:
    told = shown((20, 10), (20, 18), invited=(100, 160))
    assert "80% of the invited before, 50% after. So different a turnout" in told


def test_members_who_began_far_from_the_others_may_only_have_come_nearer(shown: Shown) -> None:
    # 36 of 40 against 12 of 40 before, 12 against 12 after: 60 points more than the others.
    assert "regression to the mean" in shown((36, 12), (12, 12), invited=(100, 100))


def test_members_who_began_like_the_others_are_not_suspected(shown: Shown) -> None:
    assert "regression to the mean" not in shown((20, 2), (20, 20), invited=(100, 100))
