"""Each table of each page offers its export, whole where it is shown page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from ja4dash import export
from ja4dash.errors import Category, QueryError
from ja4dash.scope import Scope, between
from ja4dash.ui import exports
from ja4dash.ui.exports import MOST, Whole
from tests.pages.conftest import See
from tests.pages.test_states import AT_A_DESK

TOGETHER = {
    "breakdown_": "breakdown",
    "detections_": "detections_by_value",
    "requests_": "requests_by_value",
    "sessions_": "sessions_by_value",
    "triage_recent": "decisions",
    "triage_": "queue",
}
"""Tables that are parts of one result, which is exported as one: how their keys begin, and its name."""

NOW = datetime(2026, 11, 22, 14, 6, 9, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def exported_as(key: str) -> str:
    return next((name for start, name in TOGETHER.items() if key.startswith(start)), key)


@pytest.mark.parametrize(("page", "query"), AT_A_DESK)
def test_every_table_can_be_exported_whole(page: str, query: dict[str, str], seen: See) -> None:
    found = seen(page, **query)
    app, offered = found.app, found.offered
    assert not app.exception
    keys = [str(table.proto.id).split("-", 2)[2] for table in app.dataframe if table.proto.id]
    assert {key if key in offered else exported_as(key) for key in keys} <= offered.keys()
    assert {f"export_{name}" for name in offered} <= {str(button.key) for button in app.button}
    assert sorted(whole.total for _, whole in offered.values() if whole) == sorted(count for count in found.counted if count)
    for frame, whole in offered.values():
        rows = whole.rows(MOST[0]) if whole else frame
        assert list(rows.columns) == list(frame.columns)
        if whole:
            assert len(rows) == whole.total
            assert rows.head(len(frame)).to_csv() == frame.to_csv()
        for form in exports.FORMS:
            assert export.file(rows, form, {"page": page})


def test_nothing_is_asked_before_a_person_asks(seen: See) -> None:
    assert [name for name, _ in seen("traffic").asked].count("traffic/listing") == 1


def table(page: str = "Traffic", name: str = "requests", scope: Scope | None = None) -> exports.Table:
    return exports.Table(name, page, scope or Scope(), frame(1), None)


def frame(rows: int, hours: int = 24, until: datetime = NOW) -> pd.DataFrame:
    made = pd.DataFrame({"a": range(rows)})
    made.attrs = {"since": until - pd.Timedelta(hours=hours), "until": until, "fetched_at": NOW}
    return made


@pytest.mark.parametrize(
    ("asked", "shown", "total", "expected"),
    [
        (table(), frame(3), 3, "traffic_requests_24h_2026-11-22T140609Z"),
        (table(), frame(3, hours=720), 3, "traffic_requests_30d_2026-11-22T140609Z"),
        (table("Detections", "detections"), frame(3), 9, "detections_24h_first-3-of-9_2026-11-22T140609Z"),
        (
            table("Pipeline health", "latest_cycles"),
            frame(3, hours=30),
            3,
            "pipeline-health_latest-cycles_30h_2026-11-22T140609Z",
        ),
        (
            table(scope=Scope(between(NOON - timedelta(days=1), NOON))),
            frame(3, until=NOON),
            3,
            "traffic_requests_2026-11-21T1200Z-to-2026-11-22T1200Z_2026-11-22T140609Z",
        ),
        (table(name="../x\u202e/é"), frame(3), 3, "traffic_x_24h_2026-11-22T140609Z"),
    ],
)
def test_a_file_is_named_by_page_table_window_and_time(
    asked: exports.Table, shown: pd.DataFrame, total: int, expected: str
) -> None:
    assert exports.file_name(asked, shown, total) == expected


def refusing(beyond: int, category: Category = Category.LIMIT) -> Whole:
    def rows(most: int) -> pd.DataFrame:
        if most > beyond:
            raise QueryError(category, "too big")
        return frame(most)

    return Whole(rows, 1_204_332)


@pytest.mark.parametrize("beyond", MOST)
def test_rows_too_long_together_are_fewer(beyond: int) -> None:
    assert len(exports.most(refusing(beyond))) == beyond


def test_what_is_too_big_even_so_is_said() -> None:
    with pytest.raises(QueryError, match="too big"):
        exports.most(refusing(MOST[-1] - 1))
    with pytest.raises(QueryError, match="too big"):
        exports.most(refusing(MOST[-1], Category.TIMEOUT))


@pytest.mark.parametrize(
    ("found", "total", "counted"),
    [(100_000, 1_204_332, 1_204_332), (100_000, 100_000, 100_000), (90, 100, 90), (120, 100, 120), (20_000, 90_000, 90_000)],
)
def test_only_a_file_that_is_full_is_cut(found: int, total: int, counted: int) -> None:
    assert exports.counted(Whole(frame, total), frame(found)) == counted
