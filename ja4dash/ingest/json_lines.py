"""JSON lines: an object a line. Clean chunks are read at once by Arrow, the others line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.json

from ja4dash.ingest.batch import RAW, Batch, Chunk, Reject
from ja4dash.ingest.columns import COLUMNS, NUMBERS
from ja4dash.ingest.content import Content, Input, between
from ja4dash.ingest.lines import LineChunk, chunks
from ja4dash.ingest.streams import Damage

_TYPES: Final = {int: pa.int64(), float: pa.float64(), str: pa.string()}


class JsonReader:
    """The chunks of a file of JSON lines."""

    def __init__(self, source: Input, content: Content) -> None:
        self._source = source
        self._content = content
        self.damage: list[str] = []

    def chunks(self) -> Iterator[Chunk]:
        """Chunks of lines; raises OSError."""
        try:
            for chunk in chunks(between(self._source, self._content), self._content.start.line):
                yield JsonChunk(chunk)
        except Damage as damage:
            self.damage.append(str(damage))


class JsonChunk:
    """Consecutive lines of JSON."""

    def __init__(self, lines: LineChunk) -> None:
        self._lines = lines
        self.size = lines.size

    def batch(self) -> Batch:
        """The rows; blank lines are none."""
        rejects = [Reject(self._lines.first + at, why, _raw(self._lines.lines[at])) for at, why in self._lines.broken.items()]
        stripped = [line.strip() for line in self._lines.lines]
        places = [at for at, line in enumerate(stripped) if line and at not in self._lines.broken]
        lines, data, replaced = _as_utf8([stripped[at] for at in places])
        numbers = [self._lines.first + at for at in places]
        columns = _at_once(lines, data)
        if columns is None:
            return _one_by_one(lines, numbers, rejects, replaced)
        return Batch(columns, numbers, lambda row: _raw(lines[row]), rejects, _names(lines), replaced)


def _raw(line: bytes) -> str:
    return line[: 4 * RAW].decode("utf-8", "replace")[:RAW]


def _as_utf8(lines: list[bytes]) -> tuple[list[bytes], bytes, int]:
    """The lines, apart and joined, with U+FFFD for bytes that are not UTF-8, and how many had such."""
    data = b"\n".join(lines)
    if data.isascii():
        return lines, data, 0
    try:
        data.decode()
    except UnicodeDecodeError:
        valid = [line.decode("utf-8", "replace").encode() for line in lines]
        return valid, b"\n".join(valid), sum(before != after for before, after in zip(lines, valid, strict=True))
    return lines, data, 0


def _at_once(lines: Sequence[bytes], data: bytes) -> dict[str, pa.Array | Sequence[object]] | None:
    """All columns through Arrow, or None when something in the lines asks for a closer look."""
    if not (data.startswith(b"{") and data.endswith(b"}") and data.count(b"}\n{") == len(lines) - 1):
        return None
    schema = _schema(lines[0])
    if schema is None:
        return None
    try:
        table = pyarrow.json.read_json(
            pa.BufferReader(data),
            pyarrow.json.ReadOptions(use_threads=False, block_size=len(data) + 1),
            pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != len(lines):
        return None
    columns = {name: table.column(name).combine_chunks() for name in table.column_names}
    return {name: column for name, column in columns.items() if column.null_count < table.num_rows}


def _schema(line: bytes) -> pa.Schema | None:
    """Types to read with: text is text, and a time or number has the type that it has in the first line."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return pa.schema((name, _type(name, row.get(name))) for name in COLUMNS)


def _type(name: str, value: object) -> pa.DataType:
    if name in NUMBERS or name == "time":
        return _TYPES.get(type(value), pa.int64() if name in NUMBERS else pa.string())
    return pa.string()


def _names(lines: Sequence[bytes]) -> set[str]:
    """Names of columns. Lines with the same number of keys are taken to have the same keys."""
    by_count = dict(zip((line.count(b'":') for line in lines), lines, strict=True))
    rows = [_object(line) for line in by_count.values()]
    return {name for row in rows if isinstance(row, dict) for name in row}


def _one_by_one(lines: Sequence[bytes], numbers: Sequence[int], rejects: list[Reject], replaced: int) -> Batch:
    rows: list[dict[str, object]] = []
    kept: list[int] = []
    for at, line in enumerate(lines):
        row = _object(line)
        if isinstance(row, str):
            rejects.append(Reject(numbers[at], row, _raw(line)))
        else:
            rows.append(row)
            kept.append(at)
    names = {name for row in rows for name in row}
    columns: dict[str, pa.Array | Sequence[object]] = {
        name: _column([row.get(name) for row in rows]) for name in COLUMNS if name in names
    }
    return Batch(columns, [numbers[at] for at in kept], lambda row: _raw(lines[kept[row]]), rejects, names, replaced)


def _column(values: list[object]) -> pa.Array | Sequence[object]:
    """Values as an array when all of them are text, else as they are."""
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        return values


def _object(line: bytes) -> dict[str, object] | str:
    """The object of a line, or why there is none."""
    try:
        row = json.loads(line.decode())
    except json.JSONDecodeError as error:
        return f"not JSON: {error.msg} at character {error.colno:,}{_ARRAY if line.startswith(b'[') else ''}"
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return row if isinstance(row, dict) else f"a JSON {_KINDS[type(row)]}, not an object{_ARRAY if isinstance(row, list) else ''}"


_ARRAY: Final = "; `jq -c '.[]'` makes lines of an array"
_KINDS: Final = {list: "list", str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
