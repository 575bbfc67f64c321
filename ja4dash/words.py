"""Numbers, times and names as a person reads them. Pure text; nothing here touches the screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, SupportsFloat

import pandas as pd

DASH: Final = "–"
_THIN: Final = " "
_STEPS: Final = ((1_000_000_000, "G"), (1_000_000, "M"), (100_000, "k"))


def count(value: float | None) -> str:
    """12,438 · 184 k · 1.2 M; a dash when there is none."""
    if _absent(value):
        return DASH
    assert value is not None  # noqa: S101 - narrowed above
    for size, unit in _STEPS:
        if abs(value) >= size:
            scaled = value / (1000 if unit == "k" else size)
            return f"{scaled:,.0f}{_THIN}{unit}" if abs(scaled) >= 100 else f"{scaled:.1f}{_THIN}{unit}"
    return f"{value:,.0f}"


def whole(value: float | None) -> str:
    """12,438; a dash when there is none."""
    return DASH if _absent(value) else f"{value:,.0f}"


def number(value: float | None, digits: int = 2) -> str:
    """0.82; a dash when there is none."""
    return DASH if _absent(value) else f"{value:,.{digits}f}"


def size(value: float) -> str:
    """812 B · 48 kB · 1.2 MB."""
    for step, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if value >= step:
            scaled = value / step
            return f"{scaled:,.0f}{_THIN}{unit}" if scaled >= 10 else f"{scaled:.1f}{_THIN}{unit}"
    return f"{value:.0f}{_THIN}B"


def rate(value: float | None) -> str:
    """3.4 req/s; a dash when there is none."""
    return DASH if _absent(value) else f"{value:,.{2 if value < 1 else 1}f} req/s"  # type: ignore[operator]


def percent(part: float | None, whole: float | None = 1.0) -> str:
    """41 % · 0.4 %; a dash when nothing can be said."""
    if _absent(part) or _absent(whole) or not whole:
        return DASH
    share = 100 * part / whole  # type: ignore[operator]
    return f"{share:.0f}{_THIN}%" if share >= 10 or share == 0 else f"{share:.1f}{_THIN}%"


def change(now: SupportsFloat | None, before: SupportsFloat | None) -> str:
    """+41 % · -3 %; "new" where there was nothing before; empty where there is nothing to compare."""
    if now is None or before is None or _absent(now) or _absent(before) or (not now and not before):
        return ""
    first, last = float(before), float(now)
    if not first:
        return "new"
    ratio = 100 * (last - first) / first
    if abs(ratio) >= 1000:
        return f"+× {last / first:,.0f}"
    return f"{ratio:+.0f}{_THIN}%" if round(ratio) else f"±0{_THIN}%"


def moment(value: datetime | None) -> str:
    """2026-11-22 14:05:09 UTC; a dash when there is none."""
    return DASH if _absent(value) else f"{value:%Y-%m-%d %H:%M:%S} UTC"


def clock(value: datetime | None) -> str:
    """14:05:09 UTC."""
    return DASH if _absent(value) else f"{value:%H:%M:%S} UTC"


def age(span: timedelta) -> str:
    """4 s · 6 min · 3 h · 2 d."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 90:
        return f"{seconds}{_THIN}s"
    if seconds < 90 * 60:
        return f"{seconds // 60}{_THIN}min"
    if seconds < 36 * 3600:
        return f"{seconds // 3600}{_THIN}h"
    return f"{seconds // 86400}{_THIN}d"


def ago(value: datetime | None, now: datetime) -> str:
    """2026-11-22 14:05:09 UTC (3 min ago)."""
    if _absent(value):
        return DASH
    return f"{moment(value)} ({age(now - value)} ago)"  # type: ignore[operator]


def asn(number: float | None, name: str = "") -> str:
    """AS64500 Example Hosting; a dash for an unknown network."""
    if _absent(number) or not number:
        return name or DASH
    return f"AS{int(number)} {name}".strip()


def shortened(text: str, width: int = 40) -> str:
    """The text with its middle left out when it is longer than `width`."""
    if len(text) <= width:
        return text
    head = (width - 1) // 2
    return f"{text[:head]}…{text[-(width - 1 - head) :]}"


def plural(number: int, noun: str, nouns: str = "") -> str:
    """1 source · 41 sources."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def _absent(value: object) -> bool:
    """True for None, NaN, NaT and the year 1970, which is how the engine writes "never"."""
    return bool(pd.isna(value)) or (isinstance(value, datetime) and value.replace(tzinfo=UTC).year <= 1970)  # type: ignore[call-overload]
