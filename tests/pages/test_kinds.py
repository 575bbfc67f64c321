"""The rows behind a source or a JA4: page by page, in an order of the engine, as many as there are."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ja4dash.db import Door
from tests.pages.conftest import Open, words
from tests.sql.detected import FULL, put, session
from tests.sql.traffic import send

IP = "203.0.113.9"


@pytest.fixture
def many(door: Door) -> None:
    """A source with 130 requests and as many detections and scores, all of one JA4, and another with a few."""
    send(door, [{"src_ip": IP, "ja4": FULL, "path": f"/{number:03}", "ago": 60 + number} for number in range(130)])
    send(door, [{"src_ip": "203.0.113.10", "ja4": "", "path": "/other"}] * 3)
    rows = [
        session(f"{door.now():%Y-%m-%d %H}:00:{number % 60:02}", IP, "LOW", -number / 1000, ja4=FULL, hits=number)
        for number in range(130)
    ]
    put(door, "ml_detected_anomalies", [row | {"campaign_id": -1, "recurrence": 1, "reason": "odd"} for row in rows])
    put(door, "ml_all_scores", rows)


def choose(app: AppTest, kind: str, **sorted_by: str) -> AppTest:
    app.segmented_control(key="detail").set_value(kind).run()
    for part, value in sorted_by.items():
        widget = app.selectbox if part == "sort" else app.segmented_control
        widget(key=f"detail_{kind}_{part}").set_value(value).run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("page", "query"), [("ip", {"ip": IP}), ("ja4", {"ja4": FULL})])
@pytest.mark.parametrize(
    ("kind", "sort", "column", "first"),
    [("Detections", "hits", "hits", 129), ("Scores", "anomaly_score", "anomaly_score", 0), ("Requests", "path", "path", "/129")],
)
def test_all_rows_page_by_page_in_the_order_asked_for(
    many: None, open_page: Open, page: str, query: dict[str, str], kind: str, sort: str, column: str, first: object
) -> None:
    app = choose(open_page(page, **query), kind, sort=sort)
    shown = next(table.value for table in app.dataframe if str(table.proto.id).endswith(f"detail_{kind}"))
    assert len(shown) == 50
    assert shown[column].iloc[0] == first
    assert "1–50 of 130" in words(app)
    choose(app, kind, down="Ascending")
    shown = next(table.value for table in app.dataframe if str(table.proto.id).endswith(f"detail_{kind}"))
    assert shown[column].is_monotonic_increasing


@pytest.mark.parametrize(("kind", "after"), [("Detections", "Scores"), ("Scores", "Requests"), ("Requests", "Detections")])
def test_another_kind_begins_on_its_first_page(many: None, open_page: Open, kind: str, after: str) -> None:
    app = open_page("ip", ip=IP, detail=kind, page="3")
    assert "101–130 of 130" in words(app)
    choose(app, after)
    assert "1–50 of 130" in words(app)
    assert "page" not in app.query_params
    choose(app, kind, sort="hits" if kind == "Detections" else "anomaly_score" if kind == "Scores" else "path")
    assert "1–50 of 130" in words(app)


@pytest.mark.parametrize(
    ("kind", "key", "value", "said"),
    [
        ("selectbox", "detail_Requests_size", 100, "1–100 of 130"),
        ("segmented_control", "scope_window", "7d", "1–50 of 130"),
        ("multiselect", "scope_chips", ["host:shop.example"], "1–50 of 130"),
    ],
)
def test_what_is_bound_stays_when_the_rest_of_the_address_changes(
    many: None, open_page: Open, kind: str, key: str, value: object, said: str
) -> None:
    """A widget is bound to the kind, so the address may not be written as a whole."""
    app = open_page("ip", ip=IP, detail="Requests", page="3", window="24h")
    getattr(app, kind)(key=key).set_value(value).run()
    assert not app.exception
    assert said in words(app)
    assert app.query_params["detail"] in ("Requests", ["Requests"])
    assert "page" not in app.query_params
