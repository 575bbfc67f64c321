"""What a value may look like, and that a whole array is read as its values one by one are."""

from __future__ import annotations

import ipaddress
from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash.ingest import values
from ja4dash.ingest.columns import COLUMNS, for_table
from ja4dash.ingest.kinds import Address, Converted, Date, Kind, Number, Text, Time
from ja4dash.ingest.values import Unfit

NOON = 1_795_348_800
"""2026-11-22 12:00:00 UTC."""
MAPPED = bytes(10) + b"\xff\xff"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-22 12:00:00", NOON),
        ("2026-11-22T12:00:00", NOON),
        ("2026-11-22 12:00", NOON),
        ("2026-11-22 12:00:00.999", NOON),
        ("2026-11-22T12:00:00.123456789Z", NOON),
        ("2026-11-22 12:00:00,5", NOON),
        ("2026-11-22T13:00:00+01:00", NOON),
        ("2026-11-22T13:00:00+0100", NOON),
        ("2026-11-22T06:30:00-05:30", NOON),
        ("2026-11-22 12:00:00 UTC", NOON),
        (" 2026-11-22 12:00:00 ", NOON),
        ("2016-12-31T23:59:60Z", 1_483_228_799),
        ("1795348800", NOON),
        ("1795348800.75", NOON),
        (NOON, NOON),
        (NOON + 0.75, NOON),
        (NOON * 1000 + 404, NOON),
        (str(NOON * 1000 + 404), NOON),
        (NOON * 10**6, NOON),
        (NOON * 10**9 + 1, NOON),
        (0, 0),
        (2**32 - 1, 2**32 - 1),
        ("2106-02-07 06:28:15.9", 2**32 - 1),
        (datetime(2026, 11, 22, 12, tzinfo=UTC), NOON),
        (datetime(2026, 11, 22, 12), NOON),  # noqa: DTZ001 - a Parquet file without a zone
        (datetime(2026, 11, 22, 13, tzinfo=timezone(timedelta(hours=1))), NOON),
    ],
)
def test_times(value: object, expected: int) -> None:
    assert values.seconds(value) == expected


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("yesterday", "not a time such as"),
        ("2026-11-22", "not a time such as"),
        ("2026-02-30 12:00:00", "calendar"),
        ("2026-11-22 25:00:00", "calendar"),
        ("2026-11-22 12:00:61", "calendar"),
        ("2026-11-22T12:00:00+25:00", "not a time such as"),
        ("2026-11-22 12:00:00\n", None),
        ("1969-12-31 23:59:59", "between 1970 and 2106"),
        ("2106-02-07 06:28:16", "between 1970 and 2106"),
        (-1, "between 1970 and 2106"),
        (2**32, "between 1970 and 2106"),
        (float("inf"), "not a time"),
        (float("nan"), "not a time"),
        (True, "not a time"),
        ([1], "not a time"),
        (b"2026", "not a time"),
        (10**400, "between 1970 and 2106"),
        ("٢٠٢٦-11-22 12:00:00", "not a time such as"),
    ],
)
def test_times_that_are_none(value: object, why: str | None) -> None:
    if why is None:
        assert values.seconds(value) == NOON
        return
    with pytest.raises(Unfit, match=why):
        values.seconds(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("203.0.113.7", "::ffff:203.0.113.7"),
        (" 203.0.113.7 ", "::ffff:203.0.113.7"),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.7"),
        ("::FFFF:cb00:7107", "::ffff:203.0.113.7"),
        ("0:0:0:0:0:ffff:203.0.113.7", "::ffff:203.0.113.7"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1:2:34", "2001:db8::1:2:34"),
        (bytes([203, 0, 113, 7]), "::ffff:203.0.113.7"),
        (ipaddress.IPv6Address("2001:db8::1").packed, "2001:db8::1"),
    ],
)
def test_addresses(value: object, expected: str) -> None:
    assert values.packed(value) == ipaddress.IPv6Address(expected).packed


@pytest.mark.parametrize(
    "value",
    [
        "203.0.113",
        "203.0.113.256",
        "203.0.113.7:443",
        "fe80::1%eth0",
        "localhost",
        "010.0.0.1",
        "1",
        3405803783,
        b"abc",
        "1.2.3.4\0",
        "１.2.3.4",
        None,
        ["203.0.113.7"],
        "[203.0.113.7",
    ],
)
def test_addresses_that_are_none(value: object) -> None:
    with pytest.raises(Unfit, match="not an"):
        values.packed(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (443, 443),
        ("443", 443),
        (" 443 ", 443),
        ("443.0", 443),
        (443.0, 443),
        ("+1", 1),
        ("-0", 0),
        ("007", 7),
        ("", None),
        ("\\N", None),
        (None, None),
        (float("nan"), None),
        (0, 0),
        (999, 999),
    ],
)
def test_numbers(value: object, expected: int | None) -> None:
    assert values.whole(value, 999) == expected


@pytest.mark.parametrize(
    "value", [1000, -1, "1000", "-1", "abc", "0x1F", "1e3", 1.5, "1.5", True, [1], {"a": 1}, float("inf"), "9" * 500, "٣"]
)
def test_numbers_that_are_none(value: object) -> None:
    with pytest.raises(Unfit):
        values.whole(value, 999)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", ("plain", False, False)),
        ("nul\0byte", ("nul\0byte", False, False)),
        ("", ("", False, False)),
        (None, (None, False, False)),
        (200, ("200", False, False)),
        (True, ("true", False, False)),
        (b"caf\xe9", ("caf\ufffd", False, True)),
        ("half \ud800", ("half \ufffd", False, True)),
        ("x" * values.MAX_TEXT, ("x" * values.MAX_TEXT, False, False)),
        ("x" * (values.MAX_TEXT + 1), ("x" * values.MAX_TEXT, True, False)),
        ("é" * values.MAX_TEXT, ("é" * (values.MAX_TEXT // 2), True, False)),
    ],
)
def test_texts(value: object, expected: tuple[str | None, bool, bool]) -> None:
    assert values.text(value) == expected


@pytest.mark.parametrize("value", [["a"], {"a": "b"}])
def test_a_list_is_not_text(value: object) -> None:
    with pytest.raises(Unfit, match="not text"):
        values.text(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2026-11-22", date(2026, 11, 22)), (date(2026, 11, 22), date(2026, 11, 22)), ("", None), (None, None)],
)
def test_days(value: object, expected: date | None) -> None:
    assert values.day(value) == expected


@pytest.mark.parametrize("value", ["2026-13-01", "22.11.2026", 20261122, "1969-12-31", date(2149, 6, 7), "today"])
def test_days_that_are_none(value: object) -> None:
    with pytest.raises(Unfit):
        values.day(value)


# --- an array at once -------------------------------------------------------------------------------------------------

TIME_TEXT = st.datetimes(datetime(1950, 1, 1), datetime(2300, 1, 1)).flatmap(  # noqa: DTZ001
    lambda moment: st.sampled_from(
        [
            f"{moment:%Y-%m-%d %H:%M:%S}",
            moment.isoformat(),
            moment.isoformat() + "Z",
            f"{moment:%Y-%m-%dT%H:%M:%S+02:00}",
            f"{moment:%Y-%m-%d %H:%M}",
            f"{moment:%Y-%m-%d}",
            f"{moment:%Y-%m-%d %H}",
            f"{moment:%Y%m%dT%H%M%S}",
        ]
    )
)
ANY_NUMBER = st.one_of(
    st.integers(-5, 2**33), st.sampled_from([10**11 - 1, 10**11, 10**14 - 1, 10**14, 10**17, 2**63 - 1, -(2**63)])
)
DIGITS = st.one_of(st.text("0123456789", max_size=12), st.sampled_from(["+1", "-0", " 5", "0x10", "1e3", "5.0", "\\N", "٣"]))
ARRAYS: dict[str, tuple[Kind, st.SearchStrategy[pa.Array]]] = {
    "time, text": (Time(), st.lists(st.one_of(TIME_TEXT, st.none())).map(lambda found: pa.array(found, pa.string()))),
    "time, one form": (
        Time(),
        st.lists(TIME_TEXT, min_size=1).map(lambda found: pa.array([t for t in found if len(t) == len(found[0])])),
    ),
    "time, numbers": (Time(), st.lists(ANY_NUMBER).map(lambda found: pa.array(found, pa.int64()))),
    "time, milliseconds": (Time(), st.lists(st.integers(10**11, 5 * 10**12)).map(lambda found: pa.array(found, pa.int64()))),
    "number, text": (
        Number(pa.uint16(), 65_535),
        st.lists(st.one_of(DIGITS, st.none())).map(lambda found: pa.array(found, pa.string())),
    ),
    "number": (
        Number(pa.uint32(), 2**32 - 1),
        st.lists(st.one_of(ANY_NUMBER, st.none())).map(lambda found: pa.array(found, pa.int64())),
    ),
    "day": (
        Date(),
        st.lists(st.one_of(TIME_TEXT.map(lambda text: text[:10]), st.none())).map(lambda found: pa.array(found, pa.string())),
    ),
    "text": (Text(), st.lists(st.one_of(st.text(), st.none())).map(lambda found: pa.array(found, pa.string()))),
    "bytes": (Text(), st.lists(st.binary()).map(lambda found: pa.array(found, pa.binary()))),
    "address": (
        Address(),
        st.lists(st.one_of(st.ip_addresses().map(str), st.text(max_size=20))).map(lambda found: pa.array(found, pa.string())),
    ),
}


def same(one: Converted, other: Converted) -> bool:
    return (one.array.equals(other.array), one.problems, one.cut, one.replaced) == (
        True,
        other.problems,
        other.cut,
        other.replaced,
    )


@pytest.mark.parametrize("name", ARRAYS)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_an_array_is_read_as_its_values_are(name: str, data: st.DataObject) -> None:
    kind, arrays = ARRAYS[name]
    array = data.draw(arrays)
    assert same(kind.convert(array), kind.convert(array.to_pylist()))


@pytest.mark.parametrize(
    ("kind", "array"),
    [
        (Time(), pa.array([NOON * 1000 + 999, NOON * 1000], pa.timestamp("ms"))),
        (Time(), pa.array([NOON, NOON], pa.timestamp("s", "UTC"))),
        (Time(), pa.array([NOON] * 2, pa.uint32())),
        (Time(), pa.array(["2026-11-22 12:00:00.5"] * 2)),
        (Time(), pa.array(["2026-11-22T13:00:00+01:00", "2026-11-22T12:00:00Z"])),
    ],
)
def test_times_of_parquet(kind: Time, array: pa.Array) -> None:
    found = kind.convert(array)
    assert found.array.to_pylist() == [NOON, NOON]
    assert not found.problems


def test_impossible_timestamps_are_rejected_row_by_row() -> None:
    found = Time().convert(pa.array([-1, NOON, 2**62, None], pa.timestamp("s")))
    assert found.array.to_pylist() == [None, NOON, None, None]
    assert sorted(found.problems) == [0, 2, 3]
    assert found.problems[3] == "missing"


def test_days_of_parquet() -> None:
    for array in (pa.array([20_000, 1], pa.uint16()), pa.array([20_000, 1], pa.int32()).cast(pa.date32())):
        assert Date().convert(array).array.to_pylist() == [date(2024, 10, 4), date(1970, 1, 2)]
    far = Date().convert(pa.array([2**31 - 1, -(2**31)], pa.int32()).cast(pa.date32()))
    assert sorted(far.problems) == [0, 1]


def test_an_ipv4_deployment_rejects_ipv6_and_says_why() -> None:
    kind = for_table({**dict.fromkeys(COLUMNS, "String"), "src_ip": "IPv4"})["src_ip"]
    found = kind.convert(["203.0.113.7", "::ffff:203.0.113.7", "2001:db8::1"])
    assert found.array.to_pylist() == [0xCB007107, 0xCB007107, None]
    assert found.array.type == pa.uint32()
    assert found.problems == {2: "2001:db8::1 is IPv6, and http_logs here keeps IPv4 only"}


def test_a_dictionary_of_texts_is_text() -> None:
    assert Text().convert(pa.array(["a", "b", "a"]).dictionary_encode()).array.to_pylist() == ["a", "b", "a"]
