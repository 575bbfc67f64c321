"""The glossary on screen: a search, the terms by group, and the way there from every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from ja4dash import words
from ja4dash.glossary import Entry, entries, found
from ja4dash.ui.text import literal

PARAMETER: Final = "term"
_BOX: Final = "glossary_search"


def search() -> str:
    """What is looked for, kept in the address, so that a term can be sent as a link."""
    st.session_state[_BOX] = st.query_params.get(PARAMETER, "")
    asked: str = st.text_input(
        "Search the glossary",
        key=_BOX,
        type="search",
        icon=":material/search:",
        placeholder="a term, a column or any word",
        label_visibility="collapsed",
        on_change=_keep,
        width=380,
    )
    return asked.strip()


def _keep() -> None:
    if st.session_state[_BOX].strip():
        st.query_params[PARAMETER] = st.session_state[_BOX].strip()
    else:
        st.query_params.pop(PARAMETER, None)


def show_terms(text: str) -> None:
    """The terms that were asked for, best first, or all of them by group."""
    if not text:
        for group in dict.fromkeys(entry.group for entry in entries()):
            _group(group, [entry for entry in entries() if entry.group == group])
        return
    hits = found(text)
    if hits:
        _group(f"{words.plural(len(hits), 'term')} for {literal(text, 60)}", hits)
        return
    st.markdown(f":gray[:material/inbox: No term for {literal(text, 60)}]")
    st.caption("Search for less, or clear the search to see all terms.")


def _group(title: str, terms: Sequence[Entry]) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{title}**")
        with st.grid(3, min_column_width=330, gap="medium"):
            for entry in terms:
                with st.container(gap=None):
                    st.markdown(f"**{entry.term}**{_names(entry)}")
                    st.markdown(entry.meaning)
                    if entry.source:
                        st.caption(f"[{entry.source}]({entry.url})" if entry.url else f"Defined in {entry.source}")


def _names(entry: Entry) -> str:
    return "".join(f" `{name}`" for name in entry.also)
