"""How a panel was asked: every statement behind a page stands behind one of its panels."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ja4dash.db import Door
from tests.pages.conftest import Open, See
from tests.pages.test_states import AT_A_DESK

FIGURES = re.compile(
    r"`([\w/]+)` · [\d,]+ rows? read, [\d.,]+.(?:B|kB|MB|GB) · [\d,]+ rows? returned · [\d,]+ ms · fetched \d\d:\d\d:\d\d UTC"
    r" · ` ClickHouse 2\d\.\d+\.\d+\.\d+, embedded `"
)
OUTSIDE = {"status/engine", "status/freshness", "status/simulated"}
"""What the header and the notices ask; they are no panels."""


def put(door: Door, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the statements that are put from now on, as they come."""
    names: list[str] = []
    read = door.read

    def noted(name: str, *args: Any, **kwargs: Any) -> object:
        names.append(name)
        return read(name, *args, **kwargs)

    monkeypatch.setattr(door, "read", noted)
    return names


@pytest.mark.parametrize(("page", "query"), AT_A_DESK)
def test_every_statement_of_a_page_is_shown(page: str, query: dict[str, str], seen: See) -> None:
    opened = seen(page, **query)
    app, names = opened.app, {name for name, _ in opened.asked if name}
    assert not app.exception
    shown = [found[1] for caption in app.caption if (found := FIGURES.fullmatch(str(caption.value)))]
    assert names - OUTSIDE == set(shown)
    scripts = [str(code.value) for code in app.code if "SELECT" in str(code.value)]
    assert len(scripts) == len(shown)


def test_a_value_is_shown_as_it_was_bound(look: Open) -> None:
    app = look("traffic", host="it's `me`\u202e")
    scripts = [str(code.value) for code in app.code]
    assert any("= ['it\\'s `me`\\u202e'];\n" in script for script in scripts)
    assert not any("\u202e" in script for script in scripts)


def test_a_statement_that_failed_is_shown(open_page: Open, door: Door) -> None:
    open_page("fleets")
    door.command("DROP TABLE {db:Identifier}.fleet_detections", {"db": door.settings.processing_db})
    app = open_page("fleets")
    assert any(str(caption.value).startswith("`fleets/listing` · failed after ") for caption in app.caption)
    assert any(".fleet_detections" in str(code.value) for code in app.code)


def test_what_comes_from_elsewhere_was_not_asked_of_the_engine(open_page: Open, door: Door) -> None:
    assert "Nothing here was asked of the engine." in [str(caption.value) for caption in open_page("models").caption]
