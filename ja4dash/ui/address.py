"""The address of a page: besides the scope and the page's own parameters, how its table is sorted and paged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from streamlit.errors import StreamlitAPIException

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
    after = query() | {name: [value] for name, value in parameters.items()}
    replace({name: values for name, values in after.items() if parameters.get(name) != ""})


def replace(after: Mapping[str, Sequence[str]]) -> None:
    """Make these the parameters of the address, and nothing when they are. Those of widgets bound to them are as they were."""
    before = query()
    if after == before:
        return
    try:
        st.query_params.from_dict(after)
    except StreamlitAPIException:  # one of them is bound: it may not be set, not even to what it is
        for name in before.keys() - after.keys():
            del st.query_params[name]
        st.query_params.update({name: values for name, values in after.items() if values != before.get(name)})
