"""Views: pages with their parameters. The recent ones of a session, the way to the one on screen, and those that are starred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlencode

import streamlit as st

from ja4dash.errors import FieldError, QueryError
from ja4dash.queries import views
from ja4dash.ui.address import PAGE
from ja4dash.ui.person import person
from ja4dash.writes import views as writes

HOME: Final = "overview"
"""The page without a name in its address."""

MOST_RECENT: Final = 20
LONGEST_TRAIL: Final = 5
SUBJECTS: Final = {"ip": "ip", "ja4": "ja4", "campaign": "campaign"}
"""Pages about one thing, and the parameter that names it."""

_ON: Final = "views_on"
_RECENT: Final = "views_recent"
_TRAIL: Final = "views_trail"
_STARRED: Final = "views_starred"
_WHY: Final = "views_why"


@dataclass(frozen=True)
class View:
    """A page with its parameters: `page` is its file's name, `query` as in the address, `what` its scope in words."""

    page: str
    query: str
    title: str
    what: str = ""

    @property
    def subject(self) -> str:
        """The address, JA4 or campaign that the page is about, "" where it is a list."""
        return parse_qs(self.query).get(SUBJECTS.get(self.page, ""), [""])[0]

    @property
    def name(self) -> str:
        """The page's title, with its subject."""
        return f"{self.title} {self.subject}".strip()

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The parameters as `switch_page` takes them."""
        return parse_qs(self.query, keep_blank_values=True)


def on(page: str) -> None:
    """Take down which page is shown."""
    st.session_state[_ON] = page


def view(title: str, query: Mapping[str, Sequence[str]], what: str) -> View:
    """A view of the page that is shown; its table begins on its first page."""
    page = str(st.session_state.get(_ON, HOME))
    return View(page, urlencode({name: values for name, values in query.items() if name != PAGE}, doseq=True), title, what)


def visited(now: View) -> None:
    """Take down that a view is on screen: first of the recent ones, and the end of the trail."""
    others = [one for one in recent() if (one.page, one.query) != (now.page, now.query)]
    st.session_state[_RECENT] = [now, *others][:MOST_RECENT]
    st.session_state[_TRAIL] = followed(trail(), now)


def recent() -> list[View]:
    """Views of this session, the newest first, none twice."""
    return list(st.session_state.get(_RECENT, ()))


def trail() -> list[View]:
    """The way to the view on screen, which is its last one."""
    return list(st.session_state.get(_TRAIL, ()))


def followed(way: Sequence[View], now: View) -> list[View]:
    """A trail after one more step: a list begins it anew, what was on it already cuts it there, else it grows."""
    if not now.subject:
        return [now]
    kept: list[View] = []
    for one in way:
        if (one.page, one.subject) == (now.page, now.subject):
            break
        kept.append(one)
    return [*kept, now][-LONGEST_TRAIL:]


# --- starred ----------------------------------------------------------------------------------------------------------


def starred() -> dict[tuple[str, str], str]:
    """Names of the starred views by page and query: those of the person, or of the session where none can be kept."""
    try:
        kept = views.names(views.starred(person().name))
        st.session_state.pop(_WHY, None)
    except QueryError as error:
        kept = {}
        st.session_state[_WHY] = _only_here(error)
    return kept | _of_session()


def why_session() -> str:
    """Why starred views are kept in this session only, in one sentence; "" when they are kept for good."""
    return str(st.session_state.get(_WHY, ""))


def star(now: View, name: str) -> str:
    """Keep a view under a name; returns what a person must be told. A name that cannot be written raises FieldError."""
    clean = writes.clean_name(name)
    try:
        notes = writes.star(now.page, now.query, clean, who=person())
    except FieldError:
        raise
    except QueryError as error:
        _of_session()[now.page, now.query] = clean
        return _only_here(error)
    _of_session().pop((now.page, now.query), None)
    return " ".join(notes)


def unstar(now: View) -> str:
    """Let go of a view; returns what a person must be told. Raises QueryError where it stays."""
    if _of_session().pop((now.page, now.query), None) is not None:
        return ""
    return " ".join(writes.unstar(now.page, now.query, who=person()))


def _of_session() -> dict[tuple[str, str], str]:
    kept: dict[tuple[str, str], str] = st.session_state.setdefault(_STARRED, {})
    return kept


def _only_here(error: QueryError) -> str:
    return f"Kept until this browser tab is closed. {error.message[:1].upper()}{error.message[1:]}"
