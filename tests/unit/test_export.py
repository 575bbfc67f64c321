"""What leaves for other programs: exact, and harmless."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
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


def everything() -> pd.DataFrame:
    """5,001 rows of every kind that a result has."""
    count = 5001
    frame = pd.DataFrame(
        {
            "time": pd.date_range("2026-11-22 14:00", periods=count, freq="s", tz="UTC").as_unit("s"),
            "exact": pd.date_range("2026-11-22 14:00:00.250", periods=count, freq="s", tz="UTC").as_unit("ms"),
            "never": pd.Series([pd.NaT] * count, dtype=pd.DatetimeTZDtype("s", UTC)),
            "path": pd.Series(["=1+1", "+49", "caf\u00e9, \u4e2d", "\u202etxt.exe"] * 1250 + [""], dtype="str"),
            "hits": np.arange(count, dtype="uint64"),
            "score": np.full(count, 0.1, dtype="float32"),
            "rate": np.full(count, np.nan),
            "list": [["a", "=b"]] * count,
            "more": [{"depth": 3, "name": "x"}] * count,
            "mixed": [1, "one", None] * 1667,
        }
    )
    frame.attrs = {"fetched_at": datetime.now(UTC)}
    return frame


def test_a_file_of_csv_has_every_row_and_no_formula() -> None:
    found = list(csv.DictReader(io.StringIO(export.file(everything(), "csv", {"page": "x"}).decode("utf-8"), newline="")))
    assert len(found) == 5001
    assert [row["hits"] for row in found] == [str(number) for number in range(5001)]
    assert (found[0]["time"], found[0]["exact"], found[0]["never"]) == ("2026-11-22T14:00:00Z", "2026-11-22T14:00:00.250000Z", "")
    assert [row["path"] for row in found[:4]] == ["'=1+1", "'+49", "caf\u00e9, \u4e2d", "\u202etxt.exe"]
    assert (found[0]["score"], found[0]["rate"], found[0]["list"]) == ("0.1", "", '["a", "=b"]')


def test_a_file_of_json_says_what_it_holds() -> None:
    found = json.loads(export.file(everything(), "json", {"page": "Traffic", "of": 7_000}))
    assert (found["page"], found["of"], len(found["rows"])) == ("Traffic", 7000, 5001)
    assert found["rows"][5000]["time"] == "2026-11-22T15:23:20Z"
    assert found["rows"][1] == {
        "time": "2026-11-22T14:00:01Z",
        "exact": "2026-11-22T14:00:01.250000Z",
        "never": None,
        "path": "+49",
        "hits": 1,
        "score": 0.1,
        "rate": None,
        "list": ["a", "=b"],
        "more": {"depth": 3, "name": "x"},
        "mixed": "one",
    }
    assert json.loads(export.file(everything().head(0), "json", {}))["rows"] == []


def test_a_file_of_parquet_keeps_types_and_zones() -> None:
    table = pq.read_table(io.BytesIO(export.file(everything(), "parquet", {"page": "Traffic"})))
    assert table.num_rows == 5001
    assert str(table.schema.field("time").type) == "timestamp[ms, tz=UTC]"
    assert str(table.schema.field("score").type) == "float"
    assert str(table.schema.field("list").type).startswith("list<")
    assert table["hits"].to_pylist() == list(range(5001))
    assert table["path"][0].as_py() == "=1+1", "a formula is only one in a spreadsheet"
    assert table["mixed"].to_pylist()[:3] == ["1", '"one"', "null"]
    assert json.loads(table.schema.metadata[b"ja4dash"]) == {"page": "Traffic"}


def test_a_file_leaves_the_frame_as_it_was() -> None:
    frame = everything()
    before = dict(frame.attrs)
    export.file(frame, "csv", {})
    assert frame.attrs == before
