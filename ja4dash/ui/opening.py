"""A button that opens a dialog."""

from __future__ import annotations

import streamlit as st


def opening(label: str, icon: str, *, key: str, help: str) -> bool:
    """Show the button; True once after it was pressed.

    It is remembered until the dialog is drawn: a page that begins again in between forgets that its button was pressed.
    """
    asked = f"{key}_asked"
    st.button(label, icon=icon, key=key, help=help, on_click=_ask, args=(asked,))
    return bool(st.session_state.pop(asked, False))


def _ask(asked: str) -> None:
    st.session_state[asked] = True
