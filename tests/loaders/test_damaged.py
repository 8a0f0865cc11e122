"""Every specimen, damaged in any way, becomes a table or a LoadError, in bounded memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders import LoadError, load
from tests.loaders.test_specimens import SPECIMENS

MOST_MEMORY = 150 * 1024 * 1024
quickly = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SIGNS = [b"\x00", b'"', b"\r", b",,", b"<", b"{"]
# Where, as a share of the file; what is done there; with which bytes.
DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(["cut", "flip", "insert", "repeat", "drop"]),
        st.binary(min_size=1, max_size=9)
        | st.sampled_from([b"\x00", b'"', b"\r", b",,", b"<", b"{"]),
    ),
    min_size=1,
    max_size=4,
)


def damaged(content: bytes, damage: list[tuple[float, str, bytes]]) -> bytes:
    for share, what, extra in damage:
        place = int(share * len(content))
        before, after = content[:place], content[place:]
        content = {
            "cut": before,
            "flip": before + bytes(one ^ 255 for one in after[:1]) + after[1:],
            "insert": before + extra + after,
            "repeat": content + after,
            "drop": before + after[len(extra) :],
        }[what]
    return content


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda path: f"{path.parent.name}/{path.name}")
@quickly
@given(damage=DAMAGE)
def test_damage_is_a_table_or_a_load_error(
    specimen: Path, damage: list[tuple[float, str, bytes]]
) -> None:
    content = damaged(specimen.read_bytes(), damage)
    tracemalloc.start()
    try:
        outcome = _outcome(content, specimen.name)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert outcome
    assert most < MOST_MEMORY


def _outcome(content: bytes, name: str) -> int:
    """Give how many rows there are, or how many problems."""
    try:
        return len(load(content, name).frame)
    except LoadError as error:
        return len(error.problems)
