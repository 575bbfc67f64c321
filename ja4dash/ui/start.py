"""The service beside the pages, begun once a process; a page that cannot begin says why instead of being blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ja4dash import db
from ja4dash import service as services
from ja4dash.errors import QueryError
from ja4dash.settings import SettingsError
from ja4dash.ui.panel import failure

if TYPE_CHECKING:
    from ja4dash.service import Simulation


def service() -> None:
    """Begin the service; where that fails, say what, why and what to do, and end the page there."""
    try:
        simulation()
    except SettingsError as error:
        st.title("A setting is wrong", anchor=False)
        st.text(str(error))
        st.caption("Correct it in the environment or in .streamlit/secrets.toml and start again.")
        st.stop()
    except QueryError as error:
        st.title("The dashboard cannot start", anchor=False)
        failure(error)
        st.button("Try again", icon=":material/refresh:")
        st.stop()


def simulation() -> Simulation | None:
    """The simulation and the detection in it, or None when the data are not simulated here."""
    settings = db.door().settings
    return _begun(settings.logs_db, settings.processing_db)


@st.cache_resource(show_spinner="Preparing the database …")
def _begun(logs_db: str, processing_db: str) -> Simulation | None:
    return services.begin(db.door())
