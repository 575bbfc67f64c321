"""The address of a page: besides the scope and the page's own parameters, how its table is sorted and paged."""

from __future__ import annotations

from typing import Final

import streamlit as st

SORT: Final = "sort"
ROWS: Final = "rows"
PAGE: Final = "page"
LISTING: Final = (SORT, ROWS, PAGE)
"""Parameters of every page with a table in pages."""


def query() -> dict[str, list[str]]:
    """All parameters of the address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def put(**parameters: str) -> None:
    """Set parameters, those with "" away: one step for the browser's Back, and none when nothing changes."""
    before = query()
    after = before | {name: [value] for name, value in parameters.items()}
    after = {name: values for name, values in after.items() if parameters.get(name) != ""}
    if after != before:
        st.query_params.from_dict(after)
