"""The star of a view: keep it under a name, rename it, let it go."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ja4dash.errors import QueryError
from ja4dash.ui import views
from ja4dash.ui.text import literal
from ja4dash.writes.views import MAX_NAME

_NAME: Final = "star_name"
_SAID: Final = "star_said"


@st.fragment
def show_star(now: views.View) -> None:
    """A button beside the scope; whether the view is starred is asked for when it is opened."""
    box = st.popover("Star", icon=":material/star:", key="star", on_change="rerun")
    if not box.open:
        st.session_state.pop(_SAID, None)
        return
    with box:
        name = views.starred().get((now.page, now.query))
        st.markdown("**Star this view**" if name is None else "**A starred view** :material/star:")
        st.caption("Page, window and filters under a name. `/` finds it from any page.")
        st.text_input("Name", name or f"{now.name}, {now.what}"[:MAX_NAME], max_chars=MAX_NAME, key=f"{_NAME}_{hash(now)}_{name}")
        with st.container(horizontal=True, gap="small"):
            label, args = ("Star" if name is None else "Rename"), (now, f"{_NAME}_{hash(now)}_{name}")
            st.button(label, icon=":material/star:", type="primary", key="star_keep", on_click=_keep, args=args)
            if name is not None:
                st.button("Let it go", icon=":material/close:", key="star_drop", on_click=_drop, args=(now,))
        for said in filter(None, (st.session_state.get(_SAID), views.why_session())):
            st.markdown(f":orange[:material/info: {literal(said, 400)}]")


def _keep(now: views.View, field: str) -> None:
    try:
        st.session_state[_SAID] = views.star(now, str(st.session_state[field]))
    except QueryError as error:
        st.session_state[_SAID] = f"Not starred: {error.message}"


def _drop(now: views.View) -> None:
    try:
        st.session_state[_SAID] = views.unstar(now)
    except QueryError as error:
        st.session_state[_SAID] = f"Still starred: {error.message}"
