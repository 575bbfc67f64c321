"""One value of a request as http_logs keeps it. Every form that is understood is understood here; raises Unfit."""

from __future__ import annotations

import math
import re
import socket
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

MAX_TEXT: Final = 64 * 1024
"""Bytes of a text that are kept; the rest is cut off and counted."""
MAX_TIME: Final = 2**32 - 1
"""The last second of a DateTime: 2106-02-07 06:28:15 UTC."""
MAX_DATE: Final = date(2149, 6, 6)
"""The last day of a Date."""
FIRST_DATE: Final = date(1970, 1, 1)
NULLS: Final = frozenset(("", "\\N"))
"""Text that stands for no value in a column that is not text (`\\N` is ClickHouse's own, in CSV)."""

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?([Zz]|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d)?", re.ASCII
)
_EPOCH = re.compile(r"\d{1,19}(?:\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,19}(?:\.0+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MAPPED = bytes(10) + b"\xff\xff"
_UNITS = ((1e17, 10**9), (1e14, 10**6), (1e11, 10**3))
"""Epoch times by size: nanoseconds, microseconds, milliseconds; below, seconds."""


class Unfit(ValueError):  # noqa: N818 - it speaks of the value
    """A value that a column cannot take; the message says why."""


def shown(value: object) -> str:
    """A value as it is quoted in a reason: short, printable."""
    text = value if isinstance(value, str) else repr(value)
    return ascii(text[:60]) + ("…" if len(text) > 60 else "")


def seconds(value: object) -> int:
    """Seconds since 1970 UTC, fraction dropped: ISO 8601 text, epoch numbers (s, ms, µs, ns), datetimes; no zone means UTC."""
    if isinstance(value, str):
        found = _from_text(value.strip())
    elif isinstance(value, datetime):
        found = math.floor((value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp())
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = _from_epoch(value)
    else:
        raise Unfit(f"{shown(value)} is not a time")
    if not 0 <= found <= MAX_TIME:
        raise Unfit(f"{shown(value)} is not between 1970 and 2106")
    return found


def _from_text(text: str) -> int:
    if _EPOCH.fullmatch(text):
        return _from_epoch(int(text)) if text.isdecimal() else _from_epoch(float(text))
    found = _TIME.fullmatch(text)
    if not found:
        raise Unfit(f"{shown(text)} is not a time such as 2026-11-22 14:00:00")
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    second = 59 if found[6] == "60" else int(found[6] or 0)  # a leap second counts as the one before it
    try:
        return math.floor(datetime(year, month, day, hour, minute, second, tzinfo=_zone(found[7])).timestamp())
    except (ValueError, OverflowError):
        raise Unfit(f"{shown(text)} is not a time of the calendar") from None


def _zone(text: str | None) -> timezone:
    if text is None or text[0] not in "+-":
        return UTC
    length = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-length if text[0] == "-" else length)


def _from_epoch(value: float) -> int:
    if isinstance(value, float) and not math.isfinite(value):
        raise Unfit(f"{value} is not a time")
    unit = next((unit for least, unit in _UNITS if value >= least), 1)
    return value // unit if isinstance(value, int) else math.floor(value / unit)


def day(value: object) -> date | None:
    """A date, or None when there is no value."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        value = _date_of(value.strip())
    if value is None:
        return None
    if not isinstance(value, date) or not FIRST_DATE <= value <= MAX_DATE:
        raise Unfit(f"{shown(str(value))} is not a date from 1970 to 2149")
    return value


def _date_of(text: str) -> date | None:
    if text in NULLS:
        return None
    if not _DATE.fullmatch(text):
        raise Unfit(f"{shown(text)} is not a date such as 2026-11-22")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit(f"{shown(text)} is not a date of the calendar") from None


def packed(value: object) -> bytes:
    """An address as 16 bytes, IPv4 as IPv4-mapped: any spelling as text, or the 4 or 16 bytes themselves."""
    if isinstance(value, bytes) and len(value) in {4, 16}:
        return value if len(value) == 16 else _MAPPED + value
    if not isinstance(value, str):
        raise Unfit(f"{shown(value)} is not an address")
    text = value.strip()
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return socket.inet_pton(socket.AF_INET6, bare) if ":" in bare else _MAPPED + socket.inet_pton(socket.AF_INET, bare)
    except (OSError, ValueError):
        raise Unfit(f"{shown(value)} is not an IPv4 or IPv6 address") from None


def as_ipv4(address: bytes) -> int:
    """The number of an IPv4-mapped address; raises Unfit for an IPv6 one."""
    if not address.startswith(_MAPPED):
        raise Unfit(f"{socket.inet_ntop(socket.AF_INET6, address)} is IPv6, and http_logs here keeps IPv4 only")
    return int.from_bytes(address[12:])


def whole(value: object, most: int) -> int | None:
    """A number from 0 to `most`, given as a number or as text, or None when there is no value."""
    if isinstance(value, str):
        text = value.strip()
        if text in NULLS:
            return None
        if not _WHOLE.fullmatch(text):
            raise Unfit(f"{shown(value)} is not a whole number")
        found = int(text.partition(".")[0])
    elif isinstance(value, float):
        if math.isnan(value):
            return None
        if not value.is_integer():
            raise Unfit(f"{value} is not a whole number")
        found = int(value)
    elif value is None:
        return None
    elif isinstance(value, int) and not isinstance(value, bool):
        found = value
    else:
        raise Unfit(f"{shown(value)} is not a number")
    if not 0 <= found <= most:
        raise Unfit(f"{shown(str(found))} is not between 0 and {most}")
    return found


def text(value: object) -> tuple[str | None, bool, bool]:
    """Text, whether it was cut to MAX_TEXT bytes, and whether bytes that are not UTF-8 were replaced (by U+FFFD)."""
    if value is None:
        return None, False, False
    found, replaced = _as_text(value)
    if len(found) * 4 <= MAX_TEXT:
        return found, False, replaced
    encoded = found.encode()
    if len(encoded) <= MAX_TEXT:
        return found, False, replaced
    return encoded[:MAX_TEXT].decode("utf-8", "ignore"), True, replaced


def _as_text(value: object) -> tuple[str, bool]:
    match value:
        case str():
            try:
                value.encode()
            except UnicodeEncodeError:  # half of a surrogate pair, which JSON can spell and UTF-8 cannot
                return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), True
            return value, False
        case bytes():
            try:
                return value.decode(), False
            except UnicodeDecodeError:
                return value.decode("utf-8", "replace"), True
        case bool():
            return ("true" if value else "false"), False
        case int() | float() | date():
            return str(value), False
        case _:
            raise Unfit(f"{shown(value)} is not text")
