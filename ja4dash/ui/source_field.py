"""The address a page is about: a field, its URL parameter, and a word beside it when it is malformed."""

from __future__ import annotations

import streamlit as st

from ja4dash.scope import ScopeError, address

_FIELD = "source_field"


def source_field() -> str | None:
    """The address in its one spelling, or None while there is none; what is wrong with it is said beside the field."""
    asked = st.query_params.get("ip", "")
    st.session_state[_FIELD] = asked
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            "Address",
            key=_FIELD,
            placeholder="203.0.113.7 or 2001:db8::7",
            icon=":material/lan:",
            on_change=_look_up,
            width=360,
        )
        if not asked.strip():
            st.markdown(":gray[Type an IPv4 or IPv6 address, or pick one below.]", width="content")
            return None
        try:
            return address(asked)
        except ScopeError:
            st.markdown(":orange[:material/error: This is not an IPv4 or IPv6 address.]", width="content")
            return None


def _look_up() -> None:
    st.query_params["ip"] = st.session_state[_FIELD].strip()
