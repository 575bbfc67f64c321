"""Getting around: what stands in the address, facets beside a table, the way to a page, views that are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ja4dash.db import Door, Guard
from ja4dash.errors import Category, QueryError
from ja4dash.rights import Person, Role
from ja4dash.writes.views import star
from tests.pages.conftest import Open, parts, words
from tests.sql.detected import put, session

IP = "203.0.113.68"


@pytest.fixture
def many(door: Door) -> None:
    """130 detections of one hour, of two countries."""
    rows = [
        session(f"{door.now():%Y-%m-%d %H}:00:00", f"203.0.113.{number}", "HIGH", -0.5, hits=number, country_code="DE")
        for number in range(1, 131)
    ]
    rows[0] |= {"country_code": "FR"}
    put(door, "ml_detected_anomalies", [row | {"campaign_id": -1, "recurrence": 1, "reason": "odd"} for row in rows])


def hits(app: AppTest) -> list[int]:
    assert not app.exception
    return list(next(table.value for table in app.dataframe if str(table.proto.id).endswith("detections"))["hits"])


def test_sort_size_and_page_come_from_the_address(many: None, open_page: Open) -> None:
    assert hits(open_page("detections", sort="hits", page="3")) == list(range(101, 131))
    assert hits(open_page("detections", sort="-hits", rows="100", page="2")) == list(range(30, 0, -1))


@pytest.mark.parametrize("query", [{"sort": "anything"}, {"rows": "7"}, {"page": "-1"}, {"page": "x"}])
def test_what_cannot_be_had_is_the_usual(many: None, open_page: Open, query: dict[str, str]) -> None:
    app = open_page("detections", **query)
    assert len(hits(app)) == 50
    assert "1–50 of 130" in words(app)


def test_a_page_that_is_no_longer_there_is_the_last_one(many: None, open_page: Open) -> None:
    app = open_page("detections", page="99")
    assert len(hits(app)) == 30
    assert "101–130 of 130" in words(app)


@pytest.mark.parametrize("query", [{}, {"text": "detections", "who": "ana"}])
def test_a_journal_is_not_empty_because_its_page_is_gone(door: Door, open_page: Open, query: dict[str, str]) -> None:
    star("detections", "level=HIGH", "Morning round", who=Person("ana", Role.ANALYST))
    app = open_page("journal", page="5", **query)
    assert not app.exception
    assert "1–1 of 1" in words(app)
    assert "page" not in app.query_params


def test_an_empty_journal_says_so_on_any_page(open_page: Open) -> None:
    app = open_page("journal", page="5")
    assert not app.exception
    assert "Nothing written in the last 30 d" in words(app)


def test_another_sort_and_another_filter_begin_on_the_first_page(many: None, open_page: Open) -> None:
    app = open_page("detections", page="2")
    app.selectbox(key="detections_sort").set_value("hits").run()
    assert app.query_params["sort"] in ("-hits", ["-hits"])
    assert "page" not in app.query_params
    assert hits(app)[0] == 130
    app = open_page("detections", page="2", sort="hits")
    app.multiselect(key="scope_chips").set_value(["country:DE"]).run()
    assert app.query_params["country"] in ("DE", ["DE"])
    assert (hits(app)[0], "page" in app.query_params) == (2, False)


def test_a_page_of_the_address_keeps_its_own_scope(many: None, open_page: Open) -> None:
    """Back leads to an address with a page number and no scope: it is not one that takes over the scope of the page before."""
    app = open_page("traffic", window="1h")
    app.query_params.clear()
    app.query_params["page"] = "3"
    app.switch_page("pages/detections.py").run()
    assert "Last 30 d, all sources" in words(app)
    assert "101–130 of 130" in words(app)


def dragged_across() -> None:
    """A frame over all of a timeline of 90 days in steps of a day, which begins and ends within a day."""
    from datetime import UTC, datetime

    import pandas as pd
    import streamlit as st

    from ja4dash.charts.timeline import timeline
    from ja4dash.scope import Scope, between
    from ja4dash.ui.chart import show_timeline

    days = pd.date_range(datetime(2026, 9, 1, tzinfo=UTC), periods=91, freq="D", unit="s")
    frame = pd.DataFrame({"hour": days, "requests": 1})
    window = between(datetime(2026, 9, 1, 12, tzinfo=UTC), datetime(2026, 11, 30, 12, tzinfo=UTC))
    ends = [days[0].timestamp() * 1000, days[-1].timestamp() * 1000]
    st.session_state["drag"] = {"selection": {"frame": {"hour": ends}}}
    if st.query_params.get("window") == "90d":
        window = type(window)("90d")
        frame.attrs["fetched_at"] = datetime(2026, 11, 30, 11, 59, 30, tzinfo=UTC)
    plot = timeline(frame, "hour", "requests", unit="Requests")
    show_timeline(plot, frame, Scope(window), key="t", measure="requests", empty="", alt_text="Requests")
    st.text(f"{st.query_params.get('from')} {st.query_params.get('to')} {st.session_state.get('scope_notice', 'no notice')}")


def drag(*_: object, key: str, on_select: Callable[[], None], **__: object) -> None:
    st.session_state[key] = st.session_state["drag"]
    on_select()


def test_a_frame_over_all_of_90_days_is_its_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "vega_lite_chart", drag)
    app = AppTest.from_function(dragged_across, default_timeout=30).run()
    assert not app.exception
    assert str(app.text[0].value) == "None None no notice"
    app = AppTest.from_function(dragged_across, default_timeout=30)
    app.query_params["window"] = "90d"
    app.run()
    assert not app.exception
    assert str(app.text[0].value) == "2026-09-01T12:00Z 2026-11-30T12:00Z no notice"


def too_long() -> None:
    from datetime import UTC, datetime, timedelta

    import streamlit as st

    from ja4dash.scope import Scope
    from ja4dash.ui import scope_bar

    now = datetime(2026, 11, 30, tzinfo=UTC)
    scope_bar.zoom(Scope(), now - timedelta(days=91), now)
    st.text(st.session_state["scope_notice"])


def test_a_frame_that_cannot_be_a_window_is_said_as_by_the_scope_bar() -> None:
    app = AppTest.from_function(too_long, default_timeout=30).run()
    assert not app.exception
    assert str(app.text[0].value) == "longer than 90 days"


# --- facets -----------------------------------------------------------------------------------------------------------


def names_of(door: Door, monkeypatch: pytest.MonkeyPatch, failing: str = "") -> list[str]:
    """The statements that are put from now on; one of them takes too long."""
    put_names: list[str] = []
    ask = door.ask

    def noted(name: str, sql: str, parameters: Mapping[str, object], guard: Guard) -> Any:
        put_names.append(name)
        if failing and name == failing:
            raise QueryError(Category.TIMEOUT, "longer than 6 s")
        return ask(name, sql, parameters, guard)

    monkeypatch.setattr(door, "ask", noted)
    return put_names


def values(app: AppTest) -> Any:
    return next(table for table in app.dataframe if "detections_facets" in str(table.proto.id))


def test_facets_are_asked_for_when_they_are_opened(
    many: None, open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = names_of(door, monkeypatch)
    app = open_page("detections")
    assert "detections/facets" not in asked
    app.button(key="facets_of_detections").click().run()
    assert asked.count("detections/facets") == 1
    shown = values(app).value
    assert shown[shown["value"] == "DE"]["detections"].tolist() == [129]


def test_a_facet_that_takes_too_long_says_so_beside_the_living_table(
    many: None, open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    names_of(door, monkeypatch, failing="detections/facets")
    app = open_page("detections")
    app.button(key="facets_of_detections").click().run()
    assert len(hits(app)) == 50
    assert "**Too slow**" in words(app)


def test_values_that_the_scope_names_are_marked(many: None, open_page: Open) -> None:
    app = open_page("detections", level="HIGH", country="!DE")
    app.button(key="facets_of_detections").click().run()
    shown = values(app).value.set_index("value")
    assert shown.loc["✓ High", "not"] == "×"
    assert shown.loc["≠ DE", "not"] == "×"
    assert shown.loc["FR", "not"] == "−"
    assert shown.loc["≠ DE", "detections"] != shown.loc["≠ DE", "detections"], "it was not counted"


# --- the way, and views that are kept ---------------------------------------------------------------------------------


def test_a_page_about_one_thing_says_where_one_came_from(look: Open) -> None:
    app = look("campaigns", window="3d")
    for page, name, value in (("campaign", "campaign", "1"), ("ip", "ip", IP)):
        app.query_params.clear()
        app.query_params["window"] = "3d"
        app.query_params[name] = value
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    links = [(link.proto.label, link.proto.query_string) for link in app.get("page_link")]
    assert ("Campaigns", "window=3d") in links
    assert ("Campaign 1", "window=3d&campaign=1") in links
    assert f":gray[Source ` {IP} `]" in words(app)


def kept_and_listed() -> None:
    """What a session keeps and says, without a page around it."""
    import streamlit as st

    from ja4dash.ui import views

    now = views.View("detections", "level=HIGH", "Detections")
    st.text(f"said: {views.star(now, 'Morning round')}")
    st.text(f"starred: {views.starred()}")
    views.unstar(now)
    st.text(f"left: {views.starred()}")


@pytest.mark.parametrize("there", [True, False])
def test_without_the_table_the_session_keeps_the_views_and_says_so(door: Door, open_page: Open, there: bool) -> None:
    if not there:
        door.command("DROP TABLE {db:Identifier}.saved_views", {"db": door.settings.processing_db})
    app = AppTest.from_function(kept_and_listed, default_timeout=30).run()
    assert not app.exception
    said, starred, left = (str(text.value) for text in app.text)
    assert starred == "starred: {('detections', 'level=HIGH'): 'Morning round'}"
    assert left == "left: {}"
    assert ("Kept until this browser tab is closed" in said) != there
    assert ("saved_views" in said) != there


def palette_group(app: AppTest, title: str) -> list[str]:
    assert not app.exception
    groups = next(part["groups"] for part in parts(app, "ja4dash.palette"))
    return [item["name"] for group in groups if group["title"] == title for item in group["items"]]


def test_starred_views_are_asked_for_once_an_opening(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def starred() -> dict[tuple[str, str], str]:
        asked.append(1)
        return {("detections", "level=HIGH"): f"Round {len(asked)}"}

    monkeypatch.setattr("ja4dash.ui.views.starred", starred)
    app = open_page("glossary")
    assert (palette_group(app, "Starred"), len(asked)) == ([], 0)
    for opening in (1, 2):
        app.session_state["palette_opened"] = True
        for shown in (app.run(), app.run(), app.switch_page("pages/glossary.py").run()):
            assert (palette_group(shown, "Starred"), len(asked)) == ([f"Round {opening}"], opening)
