from __future__ import annotations

import pytest

from dashboard.charts.theme import THEMES, Theme


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return THEMES[request.param]
