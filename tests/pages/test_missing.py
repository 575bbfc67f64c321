"""One view, dictionary or database missing: what needs it says so, and everything else stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from streamlit.testing.v1 import AppTest

from ja4dash import statement
from ja4dash.db import Door
from ja4dash.schema.definition import Definition, definitions
from tests.pages.conftest import Open, See, words
from tests.pages.test_asked import FIGURES
from tests.pages.test_states import AT_A_DESK, EMPTY, MISSING, NO_DATA, UNREACHABLE

FAILED = re.compile(r"`([\w/]+)` · failed after .*")
QUERY_FAILED = "**Query failed**"
OBJECTS = {item.object: item for item in definitions() if item.kind in ("view", "dictionary")}
TRIED = {"features/ai"}
"""What is asked only because another statement failed."""


@contextmanager
def without(door: Door, item: Definition) -> Iterator[None]:
    """One object away, and back again."""
    kind = "DICTIONARY" if item.kind == "dictionary" else "TABLE"
    names = {"db": door.settings.processing_db, "here": item.object, "away": f"{item.object}_away"}
    door.command(f"RENAME {kind} {{db:Identifier}}.{{here:Identifier}} TO {{db:Identifier}}.{{away:Identifier}}", names)
    try:
        yield
    finally:
        door.command(f"RENAME {kind} {{db:Identifier}}.{{away:Identifier}} TO {{db:Identifier}}.{{here:Identifier}}", names)


@contextmanager
def without_processing(door: Door) -> Iterator[None]:
    """The processing database away, and back again."""
    here = door.settings.processing_db
    rename = "RENAME DATABASE {here:Identifier} TO {there:Identifier} SETTINGS check_table_dependencies = 0"
    door.command(rename, {"here": here, "there": f"{here}_away"})
    try:
        yield
    finally:
        door.command(rename, {"here": f"{here}_away", "there": here})


def panels(app: AppTest, figures: re.Pattern[str] = FIGURES) -> list[frozenset[str]]:
    """The statements behind each panel that has any, as its button tells them."""
    told = [
        frozenset(found[1] for caption in block.caption if (found := figures.fullmatch(str(caption.value))))
        for block in app.get("popover")
    ]
    return [names for names in told if names]


def needs(sql: str, wanted: str) -> bool:
    """True when a statement names an object, or a view that does."""
    named = set(re.findall(r"\w+", sql))
    views = [item for item in OBJECTS.values() if item.kind == "view" and item.object in named]
    return wanted in named or any(needs(item.statement.replace(item.object, ""), wanted) for item in views)


@pytest.mark.parametrize(("page", "query"), AT_A_DESK)
def test_only_what_needs_a_missing_object_says_so(
    page: str, query: dict[str, str], seen: See, look: Open, everything: Door
) -> None:
    whole = panels(seen(page, **query).app)
    administrator = Door(everything.settings, pool=everything.pool)
    for name, item in OBJECTS.items():
        needing = {asked for panel in whole for asked in panel if needs(statement.text(asked), name)}
        if not needing:
            continue
        with without(administrator, item):
            app = look(page, **query)
            said = words(app)
            assert not app.exception
            assert MISSING in said, name
            assert QUERY_FAILED not in said, name
            failed = {asked for panel in panels(app, FAILED) for asked in panel}
            assert failed
            assert failed <= needing | TRIED, name
            lost = Counter(panel for panel in whole if not panel & needing) - Counter(panels(app))
            assert not lost, name


@pytest.mark.parametrize(("page", "query"), AT_A_DESK)
def test_without_the_processing_database_requests_are_still_shown(
    page: str, query: dict[str, str], seen: See, look: Open, everything: Door
) -> None:
    whole = panels(seen(page, **query).app)
    with without_processing(Door(everything.settings, pool=everything.pool)):
        app = look(page, **query)
    said = words(app)
    assert not app.exception
    assert UNREACHABLE not in said
    assert QUERY_FAILED not in said
    own = {asked for panel in whole for asked in panel if "processing" in statement.text(asked)}
    assert (MISSING in said) == bool(own)
    if own:
        assert "python -m ja4dash migrate" in said
    lost = Counter(panel for panel in whole if not panel & own) - Counter(panels(app))
    assert not lost
    assert "material/database: embedded engine" in said, "the header knows the engine all the same"
    assert EMPTY not in said.replace(NO_DATA, "").replace(f"{EMPTY} No metadata file in the model folder", "")
