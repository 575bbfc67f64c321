"""Where one came from: a quiet line of links above the title of a page about one thing."""

from __future__ import annotations

import streamlit as st

from ja4dash import words
from ja4dash.ui import views
from ja4dash.ui.text import literal


def show_trail() -> None:
    """Each view on the way here as a link with its scope; nothing where one came from nowhere, or on a list."""
    *way, now = views.trail()
    if not way:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="trail"):
        for one in way:
            st.page_link(f"pages/{one.page}.py", label=_label(one), query_params=one.parameters, width="content")
            st.markdown(":gray[:material/chevron_right:]", width="content")
        st.markdown(f":gray[{_label(now)}]", width="content")


def _label(one: views.View) -> str:
    return f"{one.title} {literal(words.shortened(one.subject, 32))}" if one.subject else one.title
