"""Results for other programs: JSON values, CSV that no spreadsheet runs, and files of a whole result."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TextIO

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

Form = Literal["csv", "json", "parquet"]

_CHUNK: Final = 2000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_UNSAFE: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_ANYWHERE: Final = re.compile(f"[\x00-\x1f]|{_UNSAFE.pattern}")


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The frame's rows as JSON values: times ISO 8601 with Z, no value as null, numbers in full precision."""
    names = [str(name) for name in frame.columns]
    columns = [_plain_values(frame[name]) for name in frame.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain_values(values: pd.Series[Any]) -> list[object]:
    """A column's values as JSON knows them; a column of one kind is not looked at value by value."""
    kind = values.dtype
    if isinstance(kind, pd.StringDtype):
        return [value if isinstance(value, str) else None for value in values.tolist()]
    if isinstance(kind, np.dtype) and kind.kind in "iub":
        return list(values.tolist())
    if isinstance(kind, np.dtype) and kind.kind == "f":
        return [_number(value) for value in values.to_numpy()]  # a Series would give its numbers out as wider ones
    if isinstance(kind, pd.DatetimeTZDtype) and not values.hasnans:
        instants = values.dt.tz_convert(UTC).dt.tz_localize(None).to_numpy()
        seconds = instants.astype("datetime64[s]")
        if (seconds == instants).all():
            return [f"{text}Z" for text in np.datetime_as_string(seconds).tolist()]
    return [plain(value) for value in values]


def plain(value: object) -> object:
    """One value as JSON knows it; NaN, NaT and infinity are None."""
    match value:
        case np.ndarray() | list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case None | bool() | str():
            return value
        case np.floating() | float() | Decimal() | int() | np.integer() | np.bool_():
            return _number(value)
    return _moment(value)


def _number(value: np.number | np.bool_ | float | Decimal) -> object:
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, np.bool_):
        return bool(value)
    if not math.isfinite(value):
        return None
    return float(str(value)) if isinstance(value, np.floating) else float(value)  # 0.1 as float32 has few digits: keep them few


def _moment(value: object) -> object:
    if value is pd.NaT or value is pd.NA:
        return None
    match value:
        case datetime():
            utc = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            return utc.isoformat().removesuffix("+00:00") + "Z"
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return value.decode("utf-8", "replace")
    return str(value)


def to_json(value: object, *, indent: int | None = None) -> str:
    """JSON text; characters that steer a terminal or turn the direction of text are escaped."""
    return upright(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def to_csv(frame: pd.DataFrame) -> str:
    """CSV text with a header (RFC 4180); text that a spreadsheet would run as a formula gets a leading apostrophe."""
    text = io.StringIO()
    _write_csv(frame, text)
    return text.getvalue()


def _write_csv(frame: pd.DataFrame, text: TextIO) -> None:
    writer = csv.writer(text)
    writer.writerow(neutral(str(name)) for name in frame.columns)
    for chunk in _chunks(frame):
        writer.writerows(zip(*(_cells(chunk[name]) for name in chunk.columns), strict=True))


def _chunks(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    return (frame.iloc[start : start + _CHUNK] for start in range(0, len(frame), _CHUNK))


def neutral(text: str) -> str:
    """Text that a spreadsheet takes for text (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def visible(text: str) -> str:
    """Text with control and direction characters written out (`\\x1b`), for terminals and one-line messages."""
    return _UNSAFE_ANYWHERE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def file(frame: pd.DataFrame, form: Form, about: Mapping[str, object]) -> bytes:
    """A result as a file: times in UTC with their zone, columns by their names in the database.

    `about` says where the rows come from: JSON has it beside its `rows`, Parquet in the metadata of its schema; CSV has no
    place for it. Rows are written a few thousand at a time, so that the file is all that takes memory.
    """
    plain_frame = frame.copy(deep=False)
    plain_frame.attrs = {}
    return _WRITERS[form](plain_frame, about)


def _csv_file(frame: pd.DataFrame, _: Mapping[str, object]) -> bytes:
    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, "utf-8", newline="", write_through=True) as text:
        _write_csv(frame, text)
        return buffer.getvalue()


def _json_file(frame: pd.DataFrame, about: Mapping[str, object]) -> bytes:
    buffer = io.BytesIO()
    buffer.write(to_json({**about, "rows": []}, indent=1).removesuffix("]\n}").encode())
    between = "\n  "
    for chunk in _chunks(frame):
        for row in rows(chunk):
            buffer.write(f"{between}{to_json(row)}".encode())
            between = ",\n  "
    buffer.write(b"\n ]\n}\n")
    return buffer.getvalue()


def _parquet_file(frame: pd.DataFrame, about: Mapping[str, object]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - slow to import, and only a Parquet file needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    tables = {str(name): _arrow(frame[name]) for name in frame.columns}
    table = pa.table(tables).replace_schema_metadata({"ja4dash": to_json(dict(about))})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def upright(text: str) -> str:
    """Text of several lines; characters that turn its direction or steer a terminal are written out (`\\u202e`)."""
    return _UNSAFE.sub(_escaped, text)


def _cells(values: pd.Series[Any]) -> list[object]:
    found = _plain_values(values)
    return found if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iub" else [_cell(value) for value in found]


def _cell(value: object) -> object:
    if isinstance(value, str):
        return neutral(value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8"))
    match value:
        case None:
            return ""
        case list() | dict():
            return neutral(to_json(value))
    return value


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _arrow(values: pd.Series[Any]) -> pa.Array:
    """A column as Arrow has it; objects of no one kind as JSON text."""
    import pyarrow as pa  # noqa: PLC0415

    try:
        return pa.Array.from_pandas(values)
    except pa.ArrowInvalid:
        return pa.array([to_json(plain(value)) for value in values], pa.string())


_WRITERS: Final[dict[Form, Callable[[pd.DataFrame, Mapping[str, object]], bytes]]] = {
    "csv": _csv_file,
    "json": _json_file,
    "parquet": _parquet_file,
}
