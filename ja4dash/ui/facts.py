"""A card of facts: a grid of small labels with what is known under them, as text."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def show_facts(facts: Mapping[str, str], columns: int = 4, width: int = 230) -> None:
    """Facts side by side, at most `columns` in a row, each at least `width` pixels wide; values may hold anything."""
    with st.grid(columns, min_column_width=width, gap="small"):
        for label, value in facts.items():
            with st.container(gap=None):
                st.caption(label)
                st.text(value)
