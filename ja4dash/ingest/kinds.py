"""What a column can hold, and how a whole array of raw values becomes what the engine stores.

Each kind converts an array at once when every value has the usual form, and value by value when not. Both ways give the
same result (a test compares them); only the second can say what is wrong with a value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Final, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from ja4dash.ingest import values
from ja4dash.ingest.values import Unfit

SECONDS: Final = pa.timestamp("s", "UTC")
PACKED: Final = pa.binary(16)

_TIMESTAMPS = (pa.timestamp("ns"), pa.timestamp("ns", "UTC"))
"""Without a zone in any of the texts, and with one in each."""
_DIGITS = "^[0-9]{0,10}$"
_FAR = 2**33
"""Seconds beyond every DateTime, and small enough not to be taken for milliseconds."""


@dataclass
class Converted:
    """Values as the engine stores them (null = no value given) and, by row, why a value is unfit."""

    array: pa.Array
    problems: dict[int, str] = field(default_factory=dict)
    cut: int = 0
    replaced: int = 0


class Kind(Protocol):
    """What a column takes."""

    @property
    def arrow(self) -> pa.DataType:
        """Type of the values that go to the engine."""

    @property
    def default(self) -> object:
        """What stands for no value; None means that a value is required."""

    def convert(self, raw: pa.Array | Sequence[object]) -> Converted:
        """The values of a column; never raises for a value."""


def _each(raw: pa.Array | Sequence[object], one: Callable[[Any], object], arrow: pa.DataType) -> Converted:
    given = raw.to_pylist() if isinstance(raw, pa.Array) else raw
    found: list[object] = []
    problems: dict[int, str] = {}
    for row, value in enumerate(given):
        try:
            found.append(one(value))
        except Unfit as error:
            problems[row] = str(error)
            found.append(None)
    return Converted(pa.array(found, arrow), problems)


def _required(one: Callable[[Any], object]) -> Callable[[Any], object]:
    def given(value: object) -> object:
        if value is None or (isinstance(value, str) and value.strip() in values.NULLS):
            raise Unfit("missing")
        return one(value)

    return given


def _is_text(raw: object) -> bool:
    return isinstance(raw, pa.Array) and (pa.types.is_string(raw.type) or pa.types.is_large_string(raw.type))


def _is_number(raw: object) -> bool:
    return isinstance(raw, pa.Array) and pa.types.is_integer(raw.type)


def _within(array: pa.Array, least: int, most: int) -> bool:
    bounds = pc.min_max(array).as_py()
    return bounds["min"] is None or (least <= bounds["min"] and bounds["max"] <= most)


def _between(array: pa.Array, least: int, most: int) -> pa.Array:
    """The values, those beyond the bounds brought to them; null stays null."""
    bounds = (pa.scalar(most, array.type), pa.scalar(least, array.type))
    return pc.max_element_wise(pc.min_element_wise(array, bounds[0], skip_nulls=False), bounds[1], skip_nulls=False)


def _all_match(array: pa.Array, pattern: str) -> bool:
    return pc.all(pc.match_substring_regex(array, pattern)).as_py() is not False


@dataclass(frozen=True)
class Time:
    """Seconds since 1970, UTC. Required."""

    arrow: ClassVar[pa.DataType] = pa.int64()
    default: ClassVar[None] = None

    def convert(self, raw: pa.Array | Sequence[object]) -> Converted:
        """See values.seconds."""
        if isinstance(raw, pa.Array) and pa.types.is_timestamp(raw.type):
            raw = self.of_timestamps(raw)
        quick = self._quick(raw)
        if quick is not None and _within(quick, 0, values.MAX_TIME) and not quick.null_count:
            return Converted(quick)
        return _each(raw, _required(values.seconds), self.arrow)

    @staticmethod
    def of_timestamps(raw: pa.Array) -> pa.Array:
        """Whole seconds of timestamps, those far outside the calendar brought nearer."""
        per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[raw.type.unit]
        found = raw.cast(pa.int64())
        whole = pc.divide(found, per_second)
        negative = pc.and_(pc.less(found, 0), pc.not_equal(pc.multiply(whole, per_second), found))
        floored = pc.subtract(whole, negative.cast(pa.int64()))
        return _between(floored, -1, _FAR)

    def _quick(self, raw: object) -> pa.Array | None:
        if _is_text(raw):
            return self._of_text(raw)
        if _is_number(raw):
            return self._of_numbers(raw)
        return None

    @staticmethod
    def _of_text(raw: Any) -> pa.Array | None:
        """Arrow also takes a day or an hour for a time: they are told by their length."""
        shortest = pc.min(pc.binary_length(raw)).as_py()
        for kind in _TIMESTAMPS if shortest is not None and shortest >= len("2026-11-22 14:00") else ():
            try:
                return Time.of_timestamps(raw.cast(kind))
            except pa.ArrowInvalid:
                continue
        return None

    @staticmethod
    def _of_numbers(raw: Any) -> pa.Array | None:
        if not _within(raw, 0, 10**14 - 1):
            return None
        numbers = raw.cast(pa.int64())
        if _within(numbers, 0, values.MAX_TIME):
            return numbers
        return pc.divide(numbers, 1000) if _within(numbers, 10**11, 10**14 - 1) else None


@dataclass(frozen=True)
class Date:
    """A day; derived from the time when not given."""

    arrow: ClassVar[pa.DataType] = pa.date32()
    default: ClassVar[None] = None

    def convert(self, raw: pa.Array | Sequence[object]) -> Converted:
        """See values.day."""
        if isinstance(raw, pa.Array) and pa.types.is_timestamp(raw.type):
            raw = Time.of_timestamps(raw).cast(pa.timestamp("s")).cast(self.arrow)
        if isinstance(raw, pa.Array) and (pa.types.is_date(raw.type) or raw.type == pa.uint16()):
            raw = self._of_days(raw)
        if _is_text(raw):
            try:
                raw = raw.cast(self.arrow)  # type: ignore[union-attr]
            except pa.ArrowInvalid:
                return _each(raw, values.day, self.arrow)
        if isinstance(raw, pa.Array) and raw.type == self.arrow:
            first, last = ((limit - values.FIRST_DATE).days for limit in (values.FIRST_DATE, values.MAX_DATE))
            if _within(raw.cast(pa.int32()), first, last):
                return Converted(raw)
        return _each(raw, values.day, self.arrow)

    def _of_days(self, raw: pa.Array) -> pa.Array:
        """Days since 1970 (a Date that ClickHouse wrote to Parquet), kept within what Python can count."""
        days = (raw.cast(pa.date32()) if pa.types.is_date(raw.type) else raw).cast(pa.int32())
        return _between(days, -1, 100_000).cast(self.arrow)


@dataclass(frozen=True)
class Address:
    """An address: 16 bytes, or its number where http_logs keeps IPv4 only. Required."""

    ipv4_only: bool = False
    default: None = None

    @property
    def arrow(self) -> pa.DataType:
        """The engine would take text of 16 characters for bytes, so text is never sent."""
        return pa.uint32() if self.ipv4_only else PACKED

    def convert(self, raw: pa.Array | Sequence[object]) -> Converted:
        """See values.packed and values.as_ipv4."""
        known = lru_cache(4096)(self._one)
        return _each(raw, _required(lambda value: known(value) if isinstance(value, str) else self._one(value)), self.arrow)

    def _one(self, value: object) -> object:
        found = values.packed(value)
        return values.as_ipv4(found) if self.ipv4_only else found


@dataclass(frozen=True)
class Number:
    """A whole number from 0 to `most`."""

    arrow: pa.DataType
    most: int
    default: int = 0

    def convert(self, raw: pa.Array | Sequence[object]) -> Converted:
        """See values.whole."""
        quick = raw
        if _is_text(raw) and _all_match(raw, _DIGITS):
            quick = pc.if_else(pc.equal(raw, ""), pa.scalar(None, raw.type), raw).cast(pa.int64())  # type: ignore[union-attr]
        if _is_number(quick) and _within(quick, 0, self.most):
            return Converted(quick.cast(self.arrow))  # type: ignore[union-attr]
        return _each(raw, lambda value: values.whole(value, self.most), self.arrow)


@dataclass(frozen=True)
class Text:
    """Text as it was given, at most values.MAX_TEXT bytes of it."""

    arrow: ClassVar[pa.DataType] = pa.string()
    default: ClassVar[str] = ""

    def convert(self, raw: pa.Array | Sequence[object]) -> Converted:
        """See values.text."""
        quick = self._quick(raw)
        return Converted(quick) if quick is not None else self._each(raw)

    def _quick(self, raw: Any) -> pa.Array | None:
        if not isinstance(raw, pa.Array):
            return None
        if pa.types.is_dictionary(raw.type):
            raw = raw.dictionary_decode()
        if not (_is_text(raw) or pa.types.is_binary(raw.type) or pa.types.is_large_binary(raw.type)):
            return None
        try:
            found = raw.cast(self.arrow)
        except pa.ArrowInvalid:
            return None
        longest = pc.max(pc.binary_length(found)).as_py()
        return found if longest is None or longest <= values.MAX_TEXT else None

    def _each(self, raw: pa.Array | Sequence[object]) -> Converted:
        cut = replaced = 0

        def one(value: object) -> str | None:
            nonlocal cut, replaced
            found, was_cut, was_replaced = values.text(value)
            cut += was_cut
            replaced += was_replaced
            return found

        result = _each(raw, one, self.arrow)
        return Converted(result.array, result.problems, cut, replaced)
