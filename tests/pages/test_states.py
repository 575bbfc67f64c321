"""Every page on full, empty, missing and failing data: four different pictures, never an exception."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from ja4dash.db import Door, Guard
from ja4dash.errors import Category, QueryError
from ja4dash.schema import migrate
from ja4dash.scope import LAST_CAMPAIGN
from tests.pages.conftest import PAGES, Open, See, words
from tests.sql.detected import FULL
from tests.sql.traffic import drop_columns, send, send_captured

EMPTY = ":material/inbox:"
NO_DATA = ":material/inbox: no requests yet"
"""What the header says."""

UNREACHABLE = "**Engine unreachable**"
MISSING = "**Not deployed**"
SOURCE = "203.0.113.68"
ADDRESSES: list[tuple[str, dict[str, str]]] = [
    *((page, {}) for page in PAGES),
    ("ip", {"ip": SOURCE}),
    ("ja4", {"ja4": FULL}),
    ("campaign", {"campaign": "1"}),
]
AT_A_DESK = [address for address in ADDRESSES if address[0] != "wall"]
"""The wall has no header and no buttons: nobody sits at it (its own states are in test_wall)."""


class Away:
    """Stands for a pool whose engine does not answer."""

    down_since = datetime(2026, 11, 22, 14, 5, 9, tzinfo=UTC)
    down_because = Category.UNREACHABLE

    @contextmanager
    def client(self, guard: Guard) -> Iterator[Any]:
        raise QueryError(Category.UNREACHABLE, f"No answer for a {guard.name} statement")
        yield


@pytest.mark.parametrize(("page", "query"), ADDRESSES)
def test_full(page: str, query: dict[str, str], seen: See) -> None:
    app = seen(page, **query).app
    assert not app.exception
    assert not {UNREACHABLE, MISSING} & set(words(app).splitlines())
    assert app.dataframe or app.metric or app.get("bidi_component")
    assert all(chart.proto.alt for chart in app.get("vega_lite_chart")), "who cannot see a chart is told what it shows"


@pytest.mark.parametrize(("page", "query"), ADDRESSES)
def test_empty(page: str, query: dict[str, str], open_page: Open, door: Door) -> None:
    app = open_page(page, **query)
    said = words(app)
    assert not app.exception
    assert UNREACHABLE not in said
    assert MISSING not in said
    assert (EMPTY in said.replace(NO_DATA, "")) == (page != "reference")


@pytest.mark.parametrize(("page", "query"), ADDRESSES)
def test_failing(page: str, query: dict[str, str], open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    open_page(page, **query)
    monkeypatch.setattr(door, "pool", Away())
    app = open_page(page, **query)
    said = words(app)
    assert not app.exception
    assert UNREACHABLE in said
    assert "no answer from" in said
    assert "since 14:05:09 UTC" in said
    assert "material/schedule: data" not in said
    assert EMPTY not in said.replace(f"{EMPTY} No metadata file in the model folder", "")  # asked of a folder, not the engine


def test_missing_tables_silence_only_their_panels(open_page: Open, door: Door) -> None:
    send_captured(door)
    open_page("overview")
    door.command("DROP TABLE {db:Identifier}.ml_detected_anomalies", {"db": door.settings.processing_db})
    app = open_page("overview")
    assert not app.exception
    said = words(app).splitlines()
    assert sum(MISSING in line for line in said) >= 3
    assert any("python -m ja4dash migrate" in line for line in said)
    charts = app.get("vega_lite_chart")
    assert len(charts) == 1, "requests by HTTP version do not need detections"


def test_a_missing_column_is_named_and_the_rest_works(open_page: Open, door: Door) -> None:
    send_captured(door)
    open_page("traffic")
    drop_columns(door, "status")
    app = open_page("traffic")
    assert not app.exception
    assert "has no `status`" in words(app)
    assert app.dataframe


def test_the_first_page_makes_the_database_ready(empty_door: Door, first_page: Open) -> None:
    app = first_page("overview")
    assert not app.exception
    assert migrate(empty_door, dry_run=True).sentence() == "nothing to do: everything is already there"
    assert MISSING not in words(app)


def test_an_engine_that_cannot_be_opened_says_why(door: Door, monkeypatch: pytest.MonkeyPatch, first_page: Open) -> None:
    monkeypatch.setattr(door, "pool", Away())
    app = first_page("overview")
    assert not app.exception
    assert [title.value for title in app.title] == ["The dashboard cannot start"]
    assert "No answer" in words(app)


def test_only_figures_of_sketches_say_so(seen: See) -> None:
    """Under the figures with sources, not again under the table whose rows are counted beside them."""
    captions = [caption.value for caption in seen("scores").app.main.caption]
    assert sum("standard error is 0.8 %" in caption for caption in captions) == 1


def test_what_was_never_computed_is_not_called_quiet(open_page: Open, door: Door) -> None:
    send_captured(door)
    assert "No session of this database was scored yet" in words(open_page("overview"))


HOSTILE = '<img src=x onerror=alert(1)> ![x](http://203.0.113.9/x.png) :material/home: =HYPERLINK("http://e")'


def test_what_an_attacker_wrote_is_never_markup(open_page: Open, door: Door) -> None:
    send(
        door,
        [{"header_user_agent": HOSTILE, "path": f"/{HOSTILE}", "host": HOSTILE, "header_sec_ch_ua": HOSTILE, "ja4": HOSTILE}] * 3,
    )
    for page, query in [*((page, {}) for page in PAGES), ("ip", {"ip": "203.0.113.9"}), ("traffic", {"host": "<img src=x"})]:
        app = open_page(page, **query)
        assert not app.exception
        kinds = (app.title, app.markdown, app.caption, app.metric, app.button, app.selectbox)
        marked = [str(element.value if kind is not app.button else element.label) for kind in kinds for element in kind]
        assert not [text for text in marked if "<img" in text and "` <img" not in text and "`<img" not in text]


@pytest.mark.parametrize(("number", "wrong"), [(f"{LAST_CAMPAIGN}", False), (f"{LAST_CAMPAIGN + 1}", True), ("-1", True)])
def test_a_campaign_has_any_number_that_its_column_holds(open_page: Open, number: str, wrong: bool) -> None:
    app = open_page("campaign", campaign=number)
    assert not app.exception
    assert any("A campaign has a number" in element.value for element in app.markdown) is wrong
