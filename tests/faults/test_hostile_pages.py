"""Every page's address and every field, filled with ill will: no exception box, our statements only, and all of them bounded."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ja4dash.db import Door, Guard
from ja4dash.provenance import Asked
from ja4dash.scope import FIELDS, Scope
from ja4dash.statement import Order, compiled
from tests.faults.corpus import HOSTILE, TOKEN, hostile
from tests.faults.recording import Recorder, bounded, intended
from tests.pages.conftest import PAGES, Open, send_everything

OWN: Mapping[str, tuple[str, ...]] = {
    "browsers": ("of",),
    "campaign": ("campaign",),
    "coherence": ("of",),
    "discovery": ("agents", "lists", "least", "most"),
    "ip": ("ip", "detail"),
    "ja4": ("ja4", "detail"),
    "journal": ("text", "who", "action"),
    "novelty": ("kind",),
    "reference": ("list", "text"),
    "sessions": ("x", "y", "colour"),
    "signatures": ("h2",),
    "glossary": ("term",),
    "wall": ("scenes", "refresh", "rotate", "zone"),
}
"""Each page's own URL parameters."""

COMMON = (*FIELDS, "window", "from", "to", "sort", "rows", "page", "embed_options")
addresses = st.sampled_from([*PAGES, "glossary", "wall"]).flatmap(
    lambda page: st.tuples(
        st.just(page),
        st.fixed_dictionaries(dict.fromkeys(OWN.get(page, ()), hostile)),
        st.dictionaries(st.sampled_from(COMMON), st.one_of(hostile, st.lists(hostile, max_size=3)), max_size=4),
    )
)


@pytest.fixture
def recorded(door: Door, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """The door's statements, noted; those of files are compared with their files as they pass."""
    send_everything(door)
    recorder = Recorder(door.pool)
    monkeypatch.setattr(door, "pool", recorder)
    ask = door.ask

    def compared(name: str, sql: str, parameters: Mapping[str, object], guard: Guard) -> tuple[pd.DataFrame, Asked]:
        assert not name or intended(name, sql), (name, sql)
        return ask(name, sql, parameters, guard)

    monkeypatch.setattr(door, "ask", compared)
    return recorder


def assert_harmless(app: Any, recorder: Recorder, given_values: object) -> None:
    """Nothing broke, and nothing that was typed stands in a statement."""
    assert not app.exception, (given_values, [element.value for element in app.exception])
    for sql, guard in recorder.put:
        assert TOKEN not in sql.lower(), (given_values, sql)
        assert bounded(guard), (guard, sql)
    recorder.put.clear()


def test_the_own_parameters_are_those_of_the_pages() -> None:
    from pathlib import Path

    pages = {path.stem: path.read_text("utf-8") for path in (Path(__file__).parents[2] / "pages").glob("*.py")}
    assert {name for name, text in pages.items() if "also=" in text} | {"wall"} == set(OWN)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(addresses)
def test_any_address_opens(
    recorded: Recorder, open_page: Open, address: tuple[str, dict[str, str], dict[str, str | list[str]]]
) -> None:
    page, own, common = address
    assert_harmless(open_page(page, **(common | own)), recorded, address)


@pytest.mark.parametrize("page", [*PAGES, "glossary"])
def test_any_field_takes_anything(page: str, recorded: Recorder, open_page: Open) -> None:
    app = open_page(page, **{"ip": {"ip": "203.0.113.68"}, "campaign": {"campaign": "1"}}.get(page, {}))
    recorded.put.clear()
    texts = cycle(HOSTILE[len(page) % len(HOSTILE) :] + HOSTILE)
    for element in app.text_input:
        element.set_value(next(texts))
    for box in app.multiselect:
        if box.key == "scope_chips":
            box.set_value([next(texts), f"host:{next(texts)}"])
    assert_harmless(app.run(), recorded, page)


def test_statements_are_recorded(recorded: Recorder, open_page: Open) -> None:
    open_page("overview")
    assert len(recorded.put) > 5


def test_what_is_not_in_its_file_is_found_out() -> None:
    sql, _ = compiled("traffic/listing", Scope().where("host", "x"), order=Order("time"), sorts={"time": "time"})
    assert intended("traffic/listing", sql)
    assert not intended("traffic/listing", f"{sql} UNION ALL SELECT 1")
    assert not intended("traffic/listing", sql.replace("http_logs", "other"))
