"""Parquet: row groups in batches. A broken row group costs its own rows only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from ja4dash.ingest.batch import RAW, Batch, Chunk, Unreadable
from ja4dash.ingest.columns import COLUMNS
from ja4dash.ingest.content import Input
from ja4dash.ingest.kinds import Text
from ja4dash.ingest.lines import CHUNK_BYTES, CHUNK_LINES
from ja4dash.ingest.streams import BLOCK


class ParquetReader:
    """The chunks of a Parquet file."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self.damage: list[str] = []

    def chunks(self) -> Iterator[Chunk]:
        """Chunks of rows; raises Unreadable when the footer is broken, OSError."""
        try:
            file = pq.ParquetFile(self._source.path, pre_buffer=False, buffer_size=BLOCK, page_checksum_verification=True)
        except (pa.ArrowException, OSError) as error:
            raise Unreadable(f"not a whole Parquet file: {_first_line(error)}") from None
        with file:
            first = 1
            for group in range(file.num_row_groups):
                yield from self._group(file, group, first)
                first += file.metadata.row_group(group).num_rows

    def _group(self, file: pq.ParquetFile, group: int, first: int) -> Iterator[Chunk]:
        names = file.schema_arrow.names
        held = file.metadata.row_group(group)
        rows = max(1, min(CHUNK_LINES, CHUNK_BYTES * held.num_rows // max(held.total_byte_size, 1)))
        place = first
        try:
            batches = file.iter_batches(rows, [group], [name for name in names if name in COLUMNS], use_threads=False)
            for batch in batches:
                yield ParquetChunk(batch, place, set(names))
                place += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            last = first + held.num_rows - 1
            self.damage.append(f"rows {place:,} to {last:,} cannot be read: {_first_line(error)}")


class ParquetChunk:
    """Consecutive rows of a Parquet file."""

    def __init__(self, batch: pa.RecordBatch, first: int, names: set[str]) -> None:
        self._batch = batch
        self._first = first
        self._names = names
        self.size: int = batch.nbytes

    def batch(self) -> Batch:
        """The rows, in types that JSON or CSV could have given, except times, dates and packed addresses."""
        columns = {name: _plain(name, column) for name, column in zip(self._batch.schema.names, self._batch.columns, strict=True)}
        rows = range(self._first, self._first + self._batch.num_rows)
        return Batch(columns, rows, self._raw, names=self._names)

    def _raw(self, row: int) -> str:
        one = self._batch.slice(row, 1)
        try:
            return json.dumps(one.to_pylist()[0], default=str)[:RAW]
        except (ValueError, OverflowError):  # a time outside Python's calendar
            return " ".join(one.to_string(preview_cols=len(COLUMNS)).split())[:RAW]


def _plain(name: str, column: pa.Array) -> pa.Array | Sequence[object]:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if name == "src_ip" and kind == pa.uint32():
        return [None if number is None else number.to_bytes(4) for number in column.to_pylist()]
    if (pa.types.is_binary(kind) or pa.types.is_large_binary(kind)) and not isinstance(COLUMNS[name], Text):
        return [None if value is None else value.decode("utf-8", "replace") for value in column.to_pylist()]
    if pa.types.is_nested(kind):
        return [None if absent else [] for absent in column.is_null().to_pylist()]
    if (pa.types.is_temporal(kind) or pa.types.is_decimal(kind)) and not _keeps(name, kind):
        return column.cast(pa.string())
    return column


def _keeps(name: str, kind: pa.DataType) -> bool:
    """Whether a column of time or day takes this type as it is."""
    stamp = pa.types.is_timestamp(kind) and name in {"time", "log_date"}
    return stamp or (pa.types.is_date(kind) and name == "log_date")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
