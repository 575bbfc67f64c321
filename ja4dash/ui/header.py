"""The header of every page: search from anywhere, and what is known of the engine and its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ja4dash import db, search, words
from ja4dash.errors import TITLES, QueryError
from ja4dash.queries import status
from ja4dash.scope import ScopeError
from ja4dash.ui import start, views
from ja4dash.ui.palette import palette
from ja4dash.ui.panel import ICONS
from ja4dash.ui.person import show_person
from ja4dash.ui.text import literal
from ja4dash.versions import OLDEST, too_old

DATA_OLD_AFTER: Final = timedelta(minutes=10)
CLOCKS_APART_FROM: Final = timedelta(minutes=1)


def named(sections: Mapping[str, Sequence[StreamlitPage]]) -> dict[str, str]:
    """File's name to title of all pages."""
    return {name(page): page.title for pages in sections.values() for page in pages}


def name(page: StreamlitPage) -> str:
    """The name of a page's file, which is its address too; the first page has none."""
    return page.url_path or views.HOME


def header(pages: Mapping[str, str], shown: str) -> None:
    """Search box on the left; engine, data age, badges and who decides here on the right.

    `pages` is file's name to title of all pages, `shown` the one that is shown.
    """
    views.on(shown)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        with st.container(width=380):
            _palette(pages)
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
            with st.container(width="content"):
                _status_line()
            st.page_link("pages/glossary.py", label="Glossary", icon=":material/dictionary:", width="content")
            if not st.context.is_embedded:
                show_person()


@st.fragment
def _palette(pages: Mapping[str, str]) -> None:
    chosen = palette(pages)
    if chosen is None:
        return
    if chosen.page:
        st.switch_page(f"pages/{chosen.page}.py", query_params=dict(chosen.parameters or {}))
    try:
        target = search.target(chosen.text)
    except ScopeError as error:
        st.markdown(f":orange[:material/search_off: {literal(str(error))}]")
        return
    st.switch_page(f"pages/{target.page}.py", query_params=dict(target.params))


@st.fragment(run_every="10s")
def _status_line() -> None:
    parts = [said for part in (_engine, _data_age, _clocks) if (said := _or_why_not(part))]
    down, why = db.door().pool.down_since, db.door().pool.down_because
    if down is not None and why is not None:  # what is cached of the engine would look as if it answered
        icon, title = ICONS[why], TITLES[why]
        parts = [f":red[{icon} {title}: no answer from {literal(db.door().settings.where())} since {words.clock(down)}]"]
    simulation = start.simulation()
    if simulation is not None:
        parts.append(_simulation(simulation.error))
    st.markdown(f":small[{' · '.join(parts)}]")


def _or_why_not(part: Callable[[], str]) -> str:
    try:
        return part()
    except QueryError as error:
        return f":red[{ICONS[error.category]} {error.title}: {literal(error.message)}]"


def _engine() -> str:
    settings = db.door().settings
    version = status.engine()["version"].iloc[0]
    name = "embedded engine" if settings.embedded else literal(settings.host)
    if too_old(version) and not settings.embedded:
        wanted = ".".join(map(str, OLDEST))
        return f":red[:material/system_update_alt: {name} {literal(version)} is older than {wanted}: upgrade the server]"
    return f":gray[:material/database: {name} {version}]"


def _clocks() -> str:
    """Only where the engine's clock and this host's are apart: every window follows the engine's."""
    apart = db.door().clock_difference()
    way = "ahead" if apart > timedelta() else "behind"
    if abs(apart) < CLOCKS_APART_FROM:
        return ""
    return f":orange[:material/timer: engine clock {words.age(abs(apart))} {way}: windows follow it]"


def _data_age() -> str:
    newest: datetime = status.freshness()["newest_request"].iloc[0]
    now = db.now()
    if words.moment(newest) == words.DASH:
        return ":orange[:material/inbox: no requests yet]"
    age = now - newest
    colour = "orange" if age > DATA_OLD_AFTER else "gray"
    return f":{colour}[:material/schedule: data {words.age(age)} old]"


def _simulation(error: str) -> str:
    if error:
        return f":orange-badge[:material/warning: simulated, failing: {literal(error, 100)}]"
    return ":blue-badge[:material/science: simulated]"
