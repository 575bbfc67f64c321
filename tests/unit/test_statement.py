"""Statements: filters and order go where the file marks them, and missing columns become constants."""

from __future__ import annotations

import pytest

from ja4dash import statement
from ja4dash.errors import Category, QueryError
from ja4dash.queries.traffic import SORTS
from ja4dash.scope import Scope
from ja4dash.statement import OPTIONAL_COLUMNS, Order, compiled, uses, with_defaults


def test_a_statement_without_filters_runs_as_it_stands_in_its_file() -> None:
    sql, parameters = compiled("traffic/listing", Scope())
    assert parameters == {}
    assert sql == statement.text("traffic/listing").replace("/*filters:logs*/", "").replace("/*order*/", "")


def test_filters_are_anded_and_their_values_bound() -> None:
    sql, parameters = compiled("traffic/listing", Scope().where("method", "POST").where("host", "x'; DROP", exclude=True))
    assert "\n  AND NOT (multiSearchAnyCaseInsensitiveUTF8(host, {f0:Array(String)}))" in sql
    assert "\n  AND upper(method) IN {f1:Array(String)}" in sql
    assert parameters == {"f0": ["x'; DROP"], "f1": ["POST"]}
    assert "DROP" not in sql


def test_each_marker_gets_the_conditions_of_its_surface() -> None:
    scope = Scope().where("asn", "64500")
    named = {name: compiled(name, scope)[0] for name in ("traffic/listing", "ja4/judged")}
    assert named["traffic/listing"].count("src_asn IN {f0:Array(UInt32)}") == 1
    assert named["ja4/judged"].count("asn_number IN {f0:Array(UInt32)}") == 2


@pytest.mark.parametrize(("descending", "word"), [(True, "DESC"), (False, "ASC")])
def test_an_order_comes_before_the_default_one(descending: bool, word: str) -> None:
    sql, _ = compiled("traffic/listing", Scope(), order=Order("header_user_agent", descending), sorts=SORTS)
    assert f"ORDER BY header_user_agent {word}, toStartOfHour(time) DESC, time DESC" in sql


@pytest.mark.parametrize("column", ["nope", "time; DROP TABLE x", "query", ""])
def test_an_unlisted_sort_is_refused(column: str) -> None:
    with pytest.raises(QueryError) as caught:
        compiled("traffic/listing", Scope(), order=Order(column), sorts=SORTS)
    assert caught.value.category is Category.PARAMETER


@pytest.mark.parametrize(
    ("sql", "column", "named"),
    [
        ("SELECT status FROM t", "status", True),
        ("SELECT intDiv(status, 100) FROM t", "status", True),
        ("SELECT http_status, status_class FROM t", "status", False),
        ("-- status\nSELECT 1 /* status */ FROM t", "status", False),
        ("SELECT header_referer FROM t", "header_referer", True),
        ("SELECT cutQueryString(path) FROM t", "query", False),
    ],
)
def test_a_column_is_named_as_a_whole_word_outside_comments(sql: str, column: str, named: bool) -> None:
    assert uses(sql, column) is named


@pytest.mark.parametrize(
    ("sql", "columns", "after"),
    [
        ("SELECT status FROM t", [], "SELECT status FROM t"),
        ("SELECT status FROM t", ["status"], "WITH toUInt16(0) AS status\nSELECT status FROM t"),
        ("-- What.\nSELECT query FROM t", ["query"], "-- What.\nWITH '' AS query\nSELECT query FROM t"),
        ("/* a */ -- b\nWITH 1 AS x SELECT query", ["query"], "/* a */ -- b\nWITH '' AS query, 1 AS x SELECT query"),
        ("SELECT 1", ["src_asn", "query"], "WITH '' AS query, toUInt32(0) AS src_asn\nSELECT 1"),
    ],
)
def test_constants_stand_in_front_of_the_statement(sql: str, columns: list[str], after: str) -> None:
    assert with_defaults(sql, columns) == after


def test_only_missing_columns_that_a_statement_names_are_replaced() -> None:
    sql, _ = compiled("traffic/listing", Scope(), missing=OPTIONAL_COLUMNS)
    lead = sql.split("SELECT", 1)[0]
    assert [column for column in sorted(OPTIONAL_COLUMNS) if column in lead] == ["query", "src_as_name", "src_asn", "status"]


def test_statements_that_do_not_read_requests_are_left_alone() -> None:
    assert compiled("reference/dictionaries", missing=OPTIONAL_COLUMNS) == (statement.text("reference/dictionaries"), {})


@pytest.mark.parametrize(("name", "field", "value"), [("traffic/listing", "status", "4"), ("overview/alerts", "status", "4")])
def test_a_filter_on_a_missing_column_is_refused_not_answered_with_nothing(name: str, field: str, value: str) -> None:
    with pytest.raises(QueryError) as caught:
        compiled(name, Scope().where(field, value), missing=["status"])
    assert caught.value.category is Category.MISSING
    assert "status" in caught.value.message
