"""The wall: what changed, how bad, who, and whether the picture itself is alive; for a screen that nobody sits at."""

from __future__ import annotations

import streamlit as st

from ja4dash import wall
from ja4dash.queries import wall as queries
from ja4dash.ui import start, theme
from ja4dash.ui.wall.board import Board

start.through_the_app()
theme.apply_wall_style()
options, scope, problems = wall.parse({name: st.query_params.get_all(name) for name in st.query_params})


@st.fragment(run_every=options.refresh)
def picture() -> None:
    """One picture, drawn anew in place as often as the address asks."""
    with st.container(key="wall", gap=None):
        Board(queries.readings(scope, options.scenes, options.refresh), options, scope).draw(problems)


picture()
