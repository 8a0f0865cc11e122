"""The release that ships is what the committed story gives when it is loaded and measured anew."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dashboard.release import read

LIMIT_BYTES = 8 * 1024 * 1024


@pytest.fixture
def rebuilt(company_a: Path) -> read.Release:
    return read.current(company_a)


@pytest.mark.parametrize("name", read.TABLES)
def test_the_shipped_table_is_the_rebuilt_one(rebuilt: read.Release, name: str) -> None:
    def ordered(frame: pd.DataFrame) -> pd.DataFrame:
        keys = list(frame.select_dtypes(include="str").columns)
        return frame.sort_values(keys, ignore_index=True)

    shipped = read.sample().table(name)
    # Codes of people differ with each key, so sums are taken in another order.
    assert_frame_equal(ordered(shipped), ordered(rebuilt.table(name)), rtol=1e-6, atol=1e-9)


def test_it_says_that_it_is_a_sample(rebuilt: read.Release) -> None:
    assert rebuilt.facts.sample
    assert read.sample().facts.sample
    assert read.sample().facts.until == rebuilt.facts.until


def test_the_story_stays_small() -> None:
    folder = Path(str(read.sample().folder)).parent
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert sum(path.stat().st_size for path in files) < LIMIT_BYTES
