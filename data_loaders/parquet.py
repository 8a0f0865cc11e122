"""Parquet to cells: its columns as the text a CSV of them would hold."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.tables import N_, LoadError, Problem

MARK = b"PAR1"
_FIRST_ROW = 2
_LARGEST = 4 * 1024**3
_UNREADABLE = N_("This Parquet file cannot be read: it is damaged, or holds lists or records.")
_TOO_LARGE = N_("The file unpacks to more than {limit} GB.")


def cells_of(content: bytes, file: str) -> pd.DataFrame:
    """Give every column as text, its rows numbered as those of a CSV below its header.

    Raises LoadError for what is damaged, nested, empty, or unpacks to more than can be meant.
    """
    batches, size = [], 0
    try:
        for batch in pq.ParquetFile(pa.BufferReader(content)).iter_batches(use_threads=False):
            size += batch.nbytes
            if size > _LARGEST:
                raise LoadError(Problem(_TOO_LARGE, {"limit": _LARGEST // 1024**3}, file))
            columns = [column.cast(pa.string()) for column in batch.columns]
            batches.append(pa.record_batch(columns, names=batch.schema.names))
        cells = pa.Table.from_batches(batches).to_pandas() if batches else pd.DataFrame()
        texts = cells.astype("str").fillna("")
    except (pa.ArrowException, OSError, ValueError) as error:
        raise LoadError(Problem(_UNREADABLE, file=file)) from error
    if texts.empty:
        raise LoadError(Problem(N_("The file is empty."), file=file))
    return texts.set_axis(range(_FIRST_ROW, _FIRST_ROW + len(texts)))
