"""Results for other programs: JSON values, and CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

import numpy as np
import pandas as pd

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_UNSAFE: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_ANYWHERE: Final = re.compile(f"[\x00-\x1f]|{_UNSAFE.pattern}")


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The frame's rows as JSON values: times ISO 8601 with Z, no value as null, numbers in full precision."""
    columns = {str(name): [plain(value) for value in frame[name]] for name in frame.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


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
    writer = csv.writer(text)
    writer.writerow(neutral(str(name)) for name in frame.columns)
    writer.writerows([_cell(value) for value in row.values()] for row in rows(frame))
    return text.getvalue()


def neutral(text: str) -> str:
    """Text that a spreadsheet takes for text (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def visible(text: str) -> str:
    """Text with control and direction characters written out (`\\x1b`), for terminals and one-line messages."""
    return _UNSAFE_ANYWHERE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def upright(text: str) -> str:
    """Text of several lines; characters that turn its direction or steer a terminal are written out (`\\u202e`)."""
    return _UNSAFE.sub(_escaped, text)


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case list() | dict():
            return neutral(to_json(value))
        case str():
            return neutral(value.encode("utf-8", "replace").decode("utf-8"))
    return value


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
