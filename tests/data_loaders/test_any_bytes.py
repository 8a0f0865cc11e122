"""Whatever a file holds, it becomes a table or a LoadError, never another exception."""

from __future__ import annotations

import gzip

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders import TABLES, LoadError, load

quickly = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HEADERS = st.sampled_from([",".join(table.columns) for table in TABLES.values()])
CELLS = st.one_of(
    st.text(max_size=6),
    st.sampled_from(["2025-04-01", "1/2/2025", "１", "inf", "-1", "1e99", '"', "はい", "", "mail"]),
)


def _load(content: bytes, table: str | None = None) -> None:
    try:
        assert len(load(content, "a.csv", table=table).frame)
    except LoadError as error:
        found = f"{len(error.problems)}: {error}"
        assert not found.startswith("0")


@quickly
@given(st.binary(max_size=200), st.sampled_from([None, *TABLES]))
def test_any_bytes(content: bytes, table: str | None) -> None:
    _load(content, table)


@quickly
@given(HEADERS, st.lists(st.lists(CELLS, max_size=12), max_size=5))
def test_any_cells_under_a_header_we_know(header: str, rows: list[list[str]]) -> None:
    width = header.count(",") + 1
    lines = [",".join([*row, *[""] * width][:width]) for row in rows]
    _load("\n".join([header, *lines]).encode("utf-8", "replace"))


@quickly
@given(st.binary(max_size=60), st.integers(0, 80))
def test_any_damage_to_a_gzip(inside: bytes, kept: int) -> None:
    _load(gzip.compress(inside)[:kept] + inside[:7])
