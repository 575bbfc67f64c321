"""What leaves for other programs: exact, and harmless."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from ja4dash import export


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float32(0.1), 0.1),
        (0.1 + 0.2, 0.30000000000000004),
        (np.uint64(2**64 - 1), 2**64 - 1),
        (float("nan"), None),
        (float("inf"), None),
        (np.float32("nan"), None),
        (Decimal("1.5"), 1.5),
        (pd.NaT, None),
        (pd.NA, None),
        (None, None),
        (np.bool_(True), True),
        (pd.Timestamp("2026-01-02 03:04:05", tz="Asia/Kolkata"), "2026-01-01T21:34:05Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC), "2026-01-02T03:04:05.678000Z"),
        (date(2026, 1, 2), "2026-01-02"),
        (np.array(["a", "b"]), ["a", "b"]),
        ([("Chrome", np.uint64(3))], [["Chrome", 3]]),
        ({"a": np.int8(-1)}, {"a": -1}),
        (b"/caf\xe9", "/caf\ufffd"),
    ],
)
def test_a_value_becomes_what_json_knows(value: object, expected: object) -> None:
    found = export.plain(value)
    assert found == expected
    assert type(found) is type(expected)


def test_rows_keep_names_order_and_columns_of_an_empty_frame() -> None:
    frame = pd.DataFrame({"b": [1, 2], "a": ["x", "y"]})
    assert export.rows(frame) == [{"b": 1, "a": "x"}, {"b": 2, "a": "y"}]
    assert export.rows(frame.head(0)) == []
    assert export.to_csv(frame.head(0)) == "b,a\r\n"


@pytest.mark.parametrize("text", ["\x1b[31mred", "\x9b31m", "\u202egnp.exe", "\ud800", "\x00\x7f", "caf\u00e9 \u4e2d"])
def test_json_is_exact_and_safe_on_a_terminal(text: str) -> None:
    written = export.to_json({"a": text})
    assert json.loads(written) == {"a": text}
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) <= 0x9F or c == "\u202e" or "\ud800" <= c <= "\udfff" for c in written)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_csv_never_starts_a_formula(text: str) -> None:
    frame = pd.DataFrame({"path": [text], "n": [-1], "f": [-0.5]})
    header, row = csv.reader(io.StringIO(export.to_csv(frame)))
    assert header == ["path", "n", "f"]
    assert row == [f"'{text}", "-1", "-0.5"]


def test_csv_survives_quotes_newlines_lists_and_nothing() -> None:
    frame = pd.DataFrame({"s": ['a"b,\nc', None], "l": [["x", "=y"], []], "t": [pd.Timestamp("2026-01-02", tz="UTC"), pd.NaT]})
    table = list(csv.reader(io.StringIO(export.to_csv(frame))))
    assert table == [["s", "l", "t"], ['a"b,\nc', '["x", "=y"]', "2026-01-02T00:00:00Z"], ["", "[]", ""]]


def test_control_characters_are_written_out() -> None:
    assert export.visible("a\x1b[2J\u202eb\n\x9b\u00e9") == "a\\x1b[2J\\u202eb\\n\\x9b\u00e9"
