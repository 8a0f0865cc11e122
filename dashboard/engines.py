"""Where a release is computed: on this machine, or on a Spark cluster when one is too small.

Metrics are Narwhals expressions, so the same code runs on both. Whatever offers an ``Engine`` can
be measured; the workspace is one (DuckDB), ``Spark`` the other. What comes out is small either way,
and is served from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import narwhals as nw
import pandas as pd
import pyarrow as pa

from dashboard.comparisons import Comparison
from dashboard.store import EFFECTIVE, MEETING_CAP, sql
from data_loaders import LoadError, Problem
from data_loaders.tables import N_

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Rows = nw.LazyFrame[Any]
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}


class Engine(Protocol):
    """What a release is made from: the tables that hold now, and queries over them."""

    @property
    def places_at_once(self) -> int:
        """How many comparisons, or quarters of a log, one query looks at."""

    def tables(self) -> dict[str, Rows]:
        """Give what holds now, as the metrics read it: the canonical tables and monthly ties."""

    def frame(self, name: str) -> pd.DataFrame:
        """Give one of the small tables as a frame, its rows always in one order."""

    def lend(self, name: str, frame: pd.DataFrame) -> Rows:
        """Put a small frame beside the tables, so that one query can use both; days as dates."""

    def hold(self, name: str, rows: Rows) -> Rows:
        """Compute rows once, for a query that reads them several times."""

    def days(self) -> tuple[date | None, date | None]:
        """Give the first and the last day that logs and surveys speak of."""

    def constructs(self) -> list[str]:
        """Give the constructs that some answer on a scale is about."""

    def heard(self) -> pd.DataFrame:
        """Count what was read for refusals: what (comments, messages), language, n."""

    def headcounts(self) -> pd.DataFrame:
        """Count the people of each department on the last day of each lent window."""

    def comparisons(self) -> list[Comparison]:
        """Give the declared comparisons in the order of their declaration."""


@contextmanager
def spark(master: str, folder: str, places_at_once: int = 8) -> Iterator[Spark]:
    """Connect to a Spark cluster (``spark://host:7077``) that can read the folder of tables.

    ``places_at_once`` says how many comparisons, or quarters of a log, one query looks at.

    Raises LoadError without the extra ``spark``, and when the cluster or a table is not there.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra, and half a second
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        message = N_("Spark is not installed here: pip install yotte[spark].")
        raise LoadError(Problem(message)) from error
    builder = SparkSession.builder.master(master).appName("yotte")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        message = N_("Spark cannot be reached at {master}: {reason}")
        raise LoadError(Problem(message, {"master": master, "reason": _first(error)})) from error
    try:
        yield Spark(session, folder, places_at_once)
    except PySparkException as error:
        message = N_("The tables in {folder} cannot be measured: {reason}")
        raise LoadError(Problem(message, {"folder": folder, "reason": _first(error)})) from error
    finally:
        session.stop()


def _first(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


class Spark:
    """Canonical tables as Parquet, a file or folder a table, read by a Spark cluster.

    ``folder`` is what ``Workspace.write_tables`` writes, or the same made elsewhere: ``people``,
    ``answers`` and the rest as they hold now, ``interactions`` as the canonical log, its people by
    the same codes. Any path or address that the cluster can read will do. A query costs a cluster
    seconds however little it reads, so that it looks at several comparisons; at few enough for the
    memory of the driver, which is sent a row a pair of people in contact.
    """

    def __init__(self, session: SparkSession, folder: str, places_at_once: int) -> None:
        self.places_at_once = places_at_once
        self._session = session
        self._held: dict[str, DataFrame] = {}
        for name in (*EFFECTIVE, "comparisons", "interactions"):
            session.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(name)
        session.sql(
            "SELECT DISTINCT CAST(date_trunc('month', occurred_at) AS DATE) AS month "
            "FROM interactions"
        ).createOrReplaceTempView("months")
        ties = sql("ties").format(
            log="interactions", touched="months", hash="xxhash64", meeting_cap=MEETING_CAP
        )
        session.sql(ties).persist().createOrReplaceTempView("ties")

    def tables(self) -> dict[str, Rows]:
        """Give what holds now, as the metrics read it: the canonical tables and monthly ties."""
        return {name: _rows(self._session.table(name)) for name in (*EFFECTIVE, "ties")}

    def frame(self, name: str) -> pd.DataFrame:
        """Give one of the small tables as a frame, its rows always in one order."""
        table = self._session.table(name)
        ordered = table.orderBy(*(table[column].asc_nulls_last() for column in table.columns))
        return _frame(ordered)

    def lend(self, name: str, frame: pd.DataFrame) -> Rows:
        """Put a small frame beside the tables, so that one query can use both; days as dates."""
        table = pa.Table.from_pandas(frame, preserve_index=False)
        fields = [
            field.with_type(pa.date32()) if pa.types.is_timestamp(field.type) else field
            for field in table.schema
        ]
        lent = self._session.createDataFrame(table.cast(pa.schema(fields), safe=False))
        lent.createOrReplaceTempView(name)
        return _rows(lent)

    def hold(self, name: str, rows: Rows) -> Rows:
        """Compute rows once, for a query that reads them several times."""
        if name in self._held:
            self._held[name].unpersist()
        self._held[name] = rows.to_native().persist()
        return _rows(self._held[name])

    def days(self) -> tuple[date | None, date | None]:
        """Give the first and the last day that logs and surveys speak of, else project records."""
        ((first, last),) = self._session.sql(sql("days")).collect()
        return first, last

    def constructs(self) -> list[str]:
        """Give the constructs that some answer on a scale is about."""
        return [row[0] for row in self._session.sql(sql("constructs")).collect()]

    def heard(self) -> pd.DataFrame:
        """Count what was read for refusals: what (comments, messages), language, n."""
        return _frame(self._session.sql(sql("heard").format(log="interactions")))

    def headcounts(self) -> pd.DataFrame:
        """Count the people of each department on the last day of each lent window."""
        return _frame(self._session.sql(sql("headcounts")))

    def comparisons(self) -> list[Comparison]:
        """Give the declared comparisons in the order of their declaration."""
        return [Comparison(*row) for row in self._session.table("comparisons").collect()]


def _rows(table: DataFrame) -> Rows:
    rows: Rows = nw.from_native(table)
    return rows


def _frame(table: DataFrame) -> pd.DataFrame:
    """Fetch rows as DuckDB would give them: days as timestamps."""
    found = table.toArrow().to_pandas(date_as_object=False)
    days = found.select_dtypes("datetime").columns
    return pd.DataFrame(found.astype(dict.fromkeys(days, "datetime64[us]")))
