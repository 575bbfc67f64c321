"""The wall's parts as they are sent to the browser: figures, rows, ages, the alarm, and what the address asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.feed import Reading
from ja4dash.stamp import Stamp
from ja4dash.ui.wall.age import REQUESTS, SCORES, Ages, clock
from ja4dash.wall import Options
from tests.pages.conftest import Open, parts, send_everything
from tests.pages.test_missing import without_processing
from tests.pages.test_states import HOSTILE, Away
from tests.sql.traffic import send_captured

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_overview_shows_all_of_it(look: Open, everything: Door) -> None:
    app = look("wall")
    tiles = {part["title"]: part for part in parts(app, "wall_tile")}
    assert list(tiles) == ["Detections by threat level", "Live alerts", "Countries", "Campaigns", "Top sources"]
    (figures,) = parts(app, "wall_figures")
    shown = {figure["label"]: figure["value"] for figure in figures["figures"]}
    assert shown["Critical"] == "1"
    assert shown["High"] == "1"
    assert shown["Detections"] == "6"
    assert [row["cells"][1] for row in tiles["Live alerts"]["rows"]] == ["Critical", "High", "Known bot"]
    assert tiles["Campaigns"]["rows"][0]["cells"][:3] == ["#1", "Critical", "6"]
    assert len(app.get("vega_lite_chart")) == 1
    (pulse,) = parts(app, "wall_pulse")
    assert pulse["alarm"] == ""
    assert abs(pulse["now"] / 1000 - everything.now().timestamp()) < 30
    assert {state["label"]: state.get("text") for state in pulse["states"]}["Last cycle"] == "none yet"


def test_header_and_search_do_not_belong_on_it(open_page: Open, door: Door) -> None:
    assert not open_page("wall").text_input
    assert open_page("fleets").text_input


@pytest.mark.parametrize(
    ("scene", "titles"),
    [
        ("campaigns", ["Campaigns", "Live alerts", "Top sources"]),
        ("map", ["Where requests come from", "Live alerts", "Networks"]),
    ],
)
def test_other_scenes(scene: str, titles: list[str], look: Open) -> None:
    app = look("wall", scenes=scene)
    assert not app.exception
    assert [part["title"] for part in parts(app, "wall_tile")] == titles


def test_the_address_narrows_what_is_counted(look: Open) -> None:
    app = look("wall", ip="203.0.113.60", zone="Asia/Kolkata", nonsense="1")
    (figures,) = parts(app, "wall_figures")
    (pulse,) = parts(app, "wall_pulse")
    assert {figure["label"]: figure["value"] for figure in figures["figures"]}["Detections"] == "1"
    assert "source 203.0.113.60" in pulse["scope"]
    assert pulse["zone"] == "Asia/Kolkata"
    assert pulse["notice"] == "ignored nonsense=1: not a parameter of this page"
    assert "IST" in pulse["read"]


def test_zeros_that_nobody_computed_are_told(open_page: Open, door: Door) -> None:
    send_captured(door)
    said = [caption.value for caption in open_page("wall").caption]
    assert "Not computed yet: no detection cycle has run here." in said


def test_without_an_engine_there_is_an_alarm_and_no_figure(look: Open, everything: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    look("fleets")
    monkeypatch.setattr(everything, "pool", Away())
    app = look("wall")
    (pulse,) = parts(app, "wall_pulse")
    assert pulse["alarm"].startswith("Engine unreachable since 14:05:09 UTC: no answer from")
    assert pulse["alarm"].endswith("there are no figures yet")
    (figures,) = parts(app, "wall_figures")
    assert {figure["value"] for figure in figures["figures"]} == {"–"}


def test_without_the_processing_database_nothing_is_called_none(look: Open, everything: Door) -> None:
    look("fleets")
    with without_processing(Door(everything.settings, pool=everything.pool)):
        app = look("wall")
    assert not app.exception
    assert {part["problem"] for part in (*parts(app, "wall_tile"), *parts(app, "wall_figures"))} == {"Not deployed"}
    (pulse,) = parts(app, "wall_pulse")
    states = {state["label"]: state["text"] for state in pulse["states"]}
    assert states.pop("Engine").startswith("embedded")
    assert set(states.values()) == {"unknown: not deployed"}


def test_a_refused_certificate_is_an_alarm_too(open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    open_page("fleets")

    def refused(*_: object) -> object:
        raise QueryError(Category.CERTIFICATE, "The certificate of ch.example:8443 is not trusted: it has expired")

    monkeypatch.setattr(door, "query", refused)
    monkeypatch.setattr(door, "ask", refused)
    (pulse,) = parts(open_page("wall"), "wall_pulse")
    assert "The certificate of ch.example:8443 is not trusted: it has expired" in pulse["alarm"]


def test_what_an_attacker_wrote_stays_text(open_page: Open, door: Door) -> None:
    send_everything(door)
    sql = "ALTER TABLE {db:Identifier}.ml_detected_anomalies UPDATE reason = {text:String}, bot_name = '' WHERE 1"
    door.command(f"{sql} SETTINGS mutations_sync = 2", {"db": door.settings.processing_db, "text": HOSTILE})
    app = open_page("wall")
    (alerts,) = (part for part in parts(app, "wall_tile") if part["title"] == "Live alerts")
    assert alerts["rows"][0]["cells"][-1] == HOSTILE
    assert not [element for element in app.markdown if "onerror" in str(element.value)]


# --- ages -------------------------------------------------------------------------------------------------------------


def ages(*, read: timedelta = timedelta(), request: timedelta = timedelta(), error: QueryError | None = None) -> Ages:
    """A picture that was `read` so long ago, when the newest request was `request` old."""
    stamp = Stamp(datetime.now(UTC) - read, Stamp.now().ticks - read.total_seconds())
    newest = {
        "now": [pd.Timestamp(NOON)],
        "newest_request": [pd.Timestamp(NOON - request)],
        "newest_score": [pd.Timestamp(0, tz=UTC)],
    }
    readings = {
        "freshness": Reading(pd.DataFrame(newest), stamp),
        "geography": Reading(None, stamp, error),
    }
    return Ages(readings, Options())


def told(age: dict[str, Any] | None, name: str) -> float:
    assert age is not None
    return float(age[name])


def test_an_age_is_by_the_engines_clock_and_goes_on_after_the_reading() -> None:
    found = ages(read=timedelta(minutes=3), request=timedelta(seconds=10)).of("geography", REQUESTS)
    assert told(found["newest"], "age") == pytest.approx(190, abs=5)  # type: ignore[arg-type]
    assert told(found["read"], "age") == pytest.approx(180, abs=5)  # type: ignore[arg-type]
    assert told(found["read"], "limit") == 3 * 15 + 5  # type: ignore[arg-type]


def test_never_has_no_age() -> None:
    assert ages().newest(SCORES) is None


def test_a_failure_beside_a_good_value_is_named() -> None:
    failed = QueryError(Category.TIMEOUT, "no")
    assert ages(error=failed).of("geography", REQUESTS)["problem"] == "Too slow"


def test_a_time_of_another_day_says_its_day() -> None:
    assert clock(NOON, UTC, NOON) == "12:00:00 UTC"
    assert clock(NOON - timedelta(days=1), UTC, NOON) == "21 Nov 12:00:00 UTC"
