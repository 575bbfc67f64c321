"""The service beside the pages, begun once a process; a page that cannot begin says why instead of being blank."""

from __future__ import annotations

import gc
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from ja4dash import db
from ja4dash import service as services
from ja4dash.errors import QueryError
from ja4dash.settings import SettingsError
from ja4dash.stamp import Stamp
from ja4dash.ui import wanted
from ja4dash.ui.panel import failure

if TYPE_CHECKING:
    from ja4dash.service import Simulation

RETRY: Final = timedelta(seconds=10)
"""How often a page that cannot begin tries again."""
_TRIED: Final = "start_tried"


def through_the_app() -> None:
    """Begin again at app.py where a page was run without it.

    Streamlit takes a folder `pages/` for its older kind of multipage app until `st.navigation` has been called once in the
    process, and answers a first request for a deep link with the bare page: no header, no navigation, no service.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


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
        _try_again()
        st.stop()


@st.fragment(run_every=RETRY)
def _try_again() -> None:
    """A button, and a timer for the screen that nobody sits at: whoever holds the database may go by itself."""
    tried = st.session_state.setdefault(_TRIED, Stamp.now())
    if st.button("Try again", icon=":material/refresh:") or tried.age() >= RETRY:
        del st.session_state[_TRIED]
        st.rerun()


def simulation() -> Simulation | None:
    """The simulation and the detection in it, or None when the data are not simulated here."""
    settings = db.door().settings
    db.door().pool.asker = wanted.asker
    return _begun(settings.logs_db, settings.processing_db)


@st.cache_resource(show_spinner="Preparing the database …")
def _begun(logs_db: str, processing_db: str) -> Simulation | None:
    begun = services.begin(db.door())
    _spare_collector()
    return begun


@cache
def _spare_collector() -> None:
    """Let the garbage collector pass over what the libraries have loaded: looking through it takes 0.15 s."""
    gc.collect()
    gc.freeze()
