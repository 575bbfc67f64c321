"""An app without any form's care: whoever is signed in, the write functions are called with that person."""

from __future__ import annotations

import streamlit as st

from ja4dash.errors import RightsError
from ja4dash.ui import start
from ja4dash.ui.person import person
from ja4dash.writes.feedback import decide

start.service()
who = person()
st.title("Bypass")
st.text(f"{who.name or '-'} is {who.role}")
if not st.user.is_logged_in:
    st.button("Sign in", on_click=st.login)
if st.button("Write"):
    try:
        st.text(f"written: {decide(['203.0.113.9'], 'bot', who=who).rows['analyst'].iloc[0]}")
    except RightsError as error:
        st.text(f"refused: {error.message}")
