"""Who may import whom: a part of the house names only what stands in its row."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("dashboard", "data_loaders", "sample_data")
PAGE = {
    "dashboard.release.read",
    "dashboard.charts",
    "dashboard.choices",
    "dashboard.access",
    "dashboard.text",
    "dashboard.reports",
    "dashboard.views",
    "dashboard.menu",
    "streamlit",
    "pandas",
}
LOADING = PAGE | {
    "dashboard.comparisons",
    "dashboard.store",
    "dashboard.release",
    "dashboard.problems",
    "data_loaders",
}
# The standard library and the part itself may always be named. The longest row that fits counts.
MAY_IMPORT: dict[str, set[str]] = {
    "data_loaders": {"pandas", "pyarrow", "pandera", "python_calamine", "icalendar", "dateutil"},
    "data_loaders.schemas": {"pandera"},
    "data_loaders.tables": {"data_loaders.schemas"},
    "data_loaders.files": {"data_loaders"},
    "data_loaders.logs": {"data_loaders", "duckdb", "pandas", "pandera"},
    "dashboard": set(),
    "dashboard.text": {"streamlit", "babel", "budoux"},
    "dashboard.choices": {"streamlit", "dashboard.text"},
    "dashboard.access": {"streamlit", "dashboard.text"},
    "dashboard.menu": {"dashboard.text"},
    "dashboard.pseudonyms": set(),
    "dashboard.problems": {"dashboard.text", "data_loaders"},
    "dashboard.comparisons": {"data_loaders"},
    "dashboard.store": {
        "data_loaders",
        "duckdb",
        "narwhals",
        "pandas",
        "dashboard.comparisons",
        "dashboard.pseudonyms",
    },
    "dashboard.engines": {
        "narwhals",
        "pandas",
        "pyarrow",
        "pyspark",
        "dashboard.comparisons",
        "dashboard.store",
        "data_loaders",
    },
    "dashboard.metrics": {
        "narwhals",
        "numpy",
        "pandas",
        "scipy",
        "dashboard.networks",
        "data_loaders.tables",
    },
    "dashboard.estimate": {"narwhals", "numpy", "scipy", "pandas"},
    "dashboard.privacy": {"narwhals", "numpy", "scipy", "pandas"},
    "dashboard.networks": {"narwhals", "networkx", "numpy", "pandas"},
    "dashboard.release.read": {"pandas", "pyarrow"},
    "dashboard.release.windows": {"pandas", "dashboard.comparisons"},
    "dashboard.release.changes": {
        "pandas",
        "dashboard.comparisons",
        "dashboard.estimate",
        "dashboard.privacy",
        "dashboard.release.read",
    },
    "dashboard.release.readings": {
        "narwhals",
        "pandas",
        "dashboard.comparisons",
        "dashboard.estimate",
        "dashboard.metrics",
        "dashboard.privacy",
        "dashboard.release.changes",
    },
    "dashboard.release.disclosure": {
        "numpy",
        "pandas",
        "dashboard.comparisons",
        "dashboard.privacy",
    },
    "dashboard.release.comments": {"narwhals", "pandas", "dashboard.metrics", "dashboard.settings"},
    "dashboard.release.review": {
        "pandas",
        "dashboard.estimate",
        "dashboard.metrics",
        "dashboard.release.comments",
        "data_loaders.deflection",
    },
    "data_loaders.deflection": set(),
    "dashboard.quality": {"pandas", "dashboard.store"},
    "dashboard.settings": {"data_loaders", "dashboard.release.read"},
    "dashboard.backups": {
        "duckdb",
        "dashboard.pseudonyms",
        "dashboard.settings",
        "dashboard.store",
        "dashboard.release.read",
        "data_loaders",
    },
    "dashboard.erasure": {"duckdb", "dashboard.store", "dashboard.release"},
    "dashboard.release.projects": {"pandas"},
    "dashboard.release.anti_patterns": {"pandas", "dashboard.release.projects"},
    "dashboard.release.memory": {"pandas", "dashboard.release.read", "dashboard.store"},
    "dashboard.release.measure": {
        "narwhals",
        "numpy",
        "pandas",
        "dashboard.comparisons",
        "networkx",
        "dashboard.engines",
        "dashboard.estimate",
        "dashboard.metrics",
        "dashboard.networks",
        "dashboard.privacy",
        "dashboard.release",
        "dashboard.store",
    },
    "dashboard.release.build": {
        "pandas",
        "dashboard.comparisons",
        "data_loaders.tables",
        "dashboard.engines",
        "dashboard.estimate",
        "dashboard.metrics",
        "dashboard.privacy",
        "dashboard.release",
        "dashboard.settings",
        "dashboard.store",
    },
    "dashboard.charts": {"plotly", "networkx", "numpy", "pandas"},
    "dashboard.reports": {"dashboard.release.read", "dashboard.charts", "dashboard.text", "pandas"},
    "dashboard.views": PAGE | {"networkx", "plotly"},
    "dashboard.views.loading": LOADING | {"dashboard.quality"},
    "dashboard.views.several": LOADING | {"dashboard.views.loading"},
    "dashboard.views.declaring": LOADING | {"dashboard.views.loading"},
    "dashboard.views.diary": LOADING | {"dashboard.views.loading"},
    "dashboard.views.mapping": LOADING | {"dashboard.views.loading", "dashboard.settings"},
    "dashboard.views.naming": LOADING | {"dashboard.views.loading"},
    "dashboard.views.quality": LOADING | {"dashboard.views.loading", "dashboard.quality"},
    "dashboard.views.reviewing": LOADING | {"dashboard.views.loading", "dashboard.settings"},
    "dashboard.views.protecting": LOADING | {"dashboard.views.loading", "dashboard.settings"},
    "dashboard.app": PAGE,
    "dashboard.server": {"starlette", "streamlit", "dashboard.menu"},
    "dashboard.app_pages": PAGE,
    "dashboard.app_pages.80_data": LOADING,
    "dashboard.app_pages.85_review": LOADING,
    "dashboard.cli": {"dashboard", "data_loaders", "sample_data", "pandas", "platformdirs"}
    | {"streamlit"},
    "sample_data": {
        "numpy",
        "pandas",
        "pyarrow",
        "dashboard.comparisons",
        "dashboard.settings",
        "dashboard.store",
        "dashboard.release",
        "data_loaders",
    },
}
NEVER = {
    "dashboard.cli": "dashboard.app_pages",
    "dashboard.app_pages": "dashboard.views.loading",
    "dashboard.views": "dashboard.views.loading",
}
HEAVY = ("scipy", "networkx", "pandera", "duckdb", "narwhals", "streamlit", "plotly")


def _modules() -> Iterator[tuple[str, Path]]:
    for part in OURS:
        for path in sorted((ROOT / part).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


MODULES = dict(_modules())


def _within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


def _row_of(module: str) -> str:
    return max((row for row in MAY_IMPORT if _within(module, row)), key=len, default="")


def _named(source: str) -> set[str]:
    """Give what a source names; ``from a import b`` is a.b when that is one of ours."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "write the whole name of a module"
            modules = {f"{node.module}.{alias.name}" for alias in node.names} & MODULES.keys()
            found |= modules or {str(node.module)}
    return found


def _forbidden(module: str, source: str) -> set[str]:
    row = _row_of(module)
    allowed = MAY_IMPORT[row] | {row} if row != "dashboard" else set()
    return {
        name
        for name in _named(source)
        if name.split(".")[0] not in sys.stdlib_module_names
        and (
            not any(_within(name, part) for part in allowed)
            or _within(name, NEVER.get(row, "nothing"))
        )
    }


@pytest.mark.parametrize("module", MODULES)
def test_a_part_names_only_what_stands_in_its_row(module: str) -> None:
    assert _row_of(module), f"{module} has no row: say what it may import"
    assert _forbidden(module, MODULES[module].read_text("utf-8")) == set()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("dashboard.app_pages.10_overview", "from dashboard.store import opened"),
        ("dashboard.app_pages.10_overview", "def f():\n    from dashboard import store"),
        ("dashboard.app_pages.10_overview", "from dashboard.views import loading"),
        ("dashboard.metrics.cuts", "import duckdb"),
        ("dashboard.metrics.cuts", "from dashboard import text"),
        ("dashboard.text", "from data_loaders.tables import N_"),
        ("dashboard.release.read", "from dashboard.release import build"),
        ("data_loaders.decode", "import duckdb"),
        ("dashboard.cli", "import dashboard.app_pages"),
        ("dashboard.charts.trend", "import streamlit as st"),
    ],
)
def test_what_is_not_in_the_row_is_caught(module: str, source: str) -> None:
    assert _forbidden(module, source)


def test_reading_a_release_loads_nothing_heavy() -> None:
    script = (
        "import sys, dashboard.release.read\n"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
