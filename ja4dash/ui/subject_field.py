"""What a page is about: a field, its URL parameter, and a word beside it when it is malformed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ja4dash.scope import ScopeError


def subject_field(
    name: str,
    label: str,
    *,
    placeholder: str,
    icon: str,
    clean: Callable[[str], str],
    ask: str,
    wrong: Callable[[str], str],
    width: int = 360,
) -> str | None:
    """The value of the URL parameter `name` in its one spelling, or None while there is none.

    `clean` raises ScopeError for a malformed one; then `wrong` says why beside the field (Markdown,
    so foreign text goes through `literal`); `ask` stands there while it is empty.
    """
    key = f"{name}_field"
    asked = st.query_params.get(name, "")
    st.session_state[key] = asked
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(label, key=key, placeholder=placeholder, icon=icon, on_change=_look_up, args=(name, key), width=width)
        if not asked.strip():
            st.markdown(f":gray[{ask}]", width="content")
            return None
        try:
            return clean(asked)
        except ScopeError:
            st.markdown(f":orange[:material/error: {wrong(asked)}]", width="content")
            return None


def _look_up(name: str, key: str) -> None:
    st.query_params[name] = st.session_state[key].strip()
