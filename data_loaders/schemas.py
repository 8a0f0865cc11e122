"""pandera, which declares what a table must be, without what it would say of Spark.

Where Spark is installed pandera loads it, and Spark warns of a pandas that it is given no part in.
"""

from __future__ import annotations

import warnings

warnings.filterwarnings("ignore", "PySpark does not yet fully support", FutureWarning)

import pandera.pandas as pa  # noqa: E402 - it warns when it is loaded
from pandera.errors import SchemaErrors  # noqa: E402

__all__ = ["SchemaErrors", "pa"]
