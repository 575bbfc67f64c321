"""The palette: one box for a search, for the starred and recent views and for all pages, opened by `/`, Ctrl+K or a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qs

import streamlit as st

from ja4dash import scope as scopes
from ja4dash.ui import views

_KEY: Final = "palette"
_OPENED: Final = "palette_opened"
_STARRED: Final = "palette_starred"


def _asset(kind: str) -> str:
    return files(__name__).joinpath(f"palette.{kind}").read_text("utf-8")


_box = st.components.v2.component("ja4dash.palette", html=_asset("html"), css=_asset("css"), js=_asset("js"))


@dataclass(frozen=True)
class Chosen:
    """What was chosen: a text to search for, or a page (its file's name) with its parameters."""

    text: str = ""
    page: str = ""
    parameters: Mapping[str, Sequence[str]] | None = None


def palette(pages: Mapping[str, str]) -> Chosen | None:
    """Draw the box; what a person chose in it. `pages` is file's name to title.

    The starred views are asked for each time it is opened, and stay in it as they were told then.
    """
    groups = [_group("Recent", [_item(one.name, one.what, one.page, one.query) for one in views.recent()])]
    if st.session_state.pop(_OPENED, False):
        st.session_state[_STARRED] = views.starred()
    kept = st.session_state.get(_STARRED, {})
    starred = [_item(name, f"{pages.get(page, page)} · {said(query)}", page, query) for (page, query), name in kept.items()]
    groups.insert(0, _group("Starred", starred, leads=True))
    note = views.why_session() if kept else ""
    groups.append(_group("Pages", [_item(title, "", page, "") for page, title in pages.items()], leads=True))
    told = _box(key=_KEY, data={"groups": groups, "note": note}, width=380, on_opened_change=_opened, on_chosen_change=_nothing)
    return _chosen(told.chosen, pages)


def said(query: str) -> str:
    """The scope of a view's parameters in words."""
    asked = parse_qs(query)
    scope, _ = scopes.parse(asked, also=asked.keys() - scopes.FIELDS.keys())
    return scope.sentence() if scope.window else ", ".join(item.sentence() for item in scope.filters)


def _chosen(told: Any, pages: Mapping[str, str]) -> Chosen | None:
    if not told:
        return None
    if told.get("text"):
        return Chosen(text=str(told["text"]))
    if told.get("page") not in pages:
        return None
    return Chosen(page=str(told["page"]), parameters=parse_qs(str(told.get("query", "")), keep_blank_values=True))


def _group(title: str, items: list[dict[str, str]], *, leads: bool = False) -> dict[str, Any]:
    """`leads`: one of these comes before a search for the text that its name begins with."""
    return {"title": title, "items": items, "leads": leads}


def _item(name: str, what: str, page: str, query: str) -> dict[str, str]:
    href = ("./" if page == views.HOME else page) + (f"?{query}" if query else "")
    return {"name": name, "what": what, "page": page, "query": query, "href": href}


def _opened() -> None:
    st.session_state[_OPENED] = True


def _nothing() -> None:
    """A trigger without a callback has no value."""
