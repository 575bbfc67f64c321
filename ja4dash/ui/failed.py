"""A page that failed by a fault of its own: said calmly, and told in full to the log."""

from __future__ import annotations

import logging
from secrets import token_hex

import streamlit as st

_log = logging.getLogger(__name__)


def failed(error: Exception) -> bool:
    """In place of Streamlit's box: where to find what happened. True, because it was shown."""
    number = token_hex(4)
    _log.error("page failed, number %s", number, exc_info=error)
    with st.container(border=True, gap=None):
        st.markdown(":material/error: **This page has a fault**")
        st.text("It is ours, not the data's; the other pages work. Nothing was written that is not shown as written.")
        st.caption(
            f"Open the page again; if it stays, tell whoever runs this dashboard the number `{number}`: it stands in the log."
        )
    return True
