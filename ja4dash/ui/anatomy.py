"""A fingerprint taken apart: the value cut into its labelled parts, what each says, and the known signature it is nearest to.

Shown inside a panel. Fingerprints come from the network: one that is none is shown as text with what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.fingerprint import families, h2, ja4
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.nearest import Nearest, nearest
from ja4dash.fingerprint.part import Part
from ja4dash.ui.table import ROW_HEIGHT

_WIDTHS: Final = {"name": 170, "text": 115, "meaning": 520}
_ROWS: Final = 14
_LONGEST: Final = 300


def ja4_anatomy(text: str) -> None:
    """A JA4 in its eight parts."""
    try:
        read = ja4.parse(text)
    except FingerprintError as error:
        _malformed(text, error)
        return
    _show(ja4.explained(read))


def h2_anatomy(text: str, signatures: Mapping[str, str]) -> None:
    """An HTTP/2 fingerprint setting by setting, and where it stands among the signatures (fingerprint → family)."""
    try:
        read = h2.parse(text)
    except FingerprintError as error:
        _malformed(text, error)
        return
    _show(h2.explained(read))
    if read.canonical != text:
        st.caption("Reference lists are asked by its canonical spelling:")
        st.code(read.canonical, language=None, wrap_lines=True)
    st.text(standing(nearest(text, signatures), families.tool_of(read.canonical)))


def standing(found: Nearest | None, tool: str) -> str:
    """Where a fingerprint stands among known signatures, a line a difference, and which tool was observed to send it."""
    if found is None:
        said = ["There are no signatures to compare it with."]
    elif not found.distance:
        said = [f"A known signature: {found.headline}."]
    elif found.near:
        said = [f"Nearest known signature: {found.headline}.", *_listed(found)]
    else:
        said = [f"No known signature is near. The nearest one, of {found.family}, differs in:", *_listed(found)]
    return "\n".join(said + ([f"Observed on the wire from {tool}."] if tool else []))


def _listed(found: Nearest) -> list[str]:
    return [f"  · {difference}" for difference in found.differences]


def _malformed(text: str, error: FingerprintError) -> None:
    if text.strip():
        st.code(words.shortened(text, _LONGEST), language=None, wrap_lines=True)
    st.text(error.message)


def _show(parts: Sequence[Part]) -> None:
    """The parts hold nothing but letters, digits and separators: parsing let nothing else through."""
    with st.container(horizontal=True, gap="small"):
        for part in parts:
            if part.text:
                with st.container(width="content", gap=None):
                    st.caption(part.name, width="content")
                    st.markdown(f"`{part.text}`", width="content")
    frame = pd.DataFrame(
        {
            "name": [part.name for part in parts],
            "text": [part.text for part in parts],
            "meaning": [part.meaning for part in parts],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=ROW_HEIGHT * (min(len(parts), _ROWS) + 1) + 3,
        column_config={
            "name": st.column_config.TextColumn("Part", width=_WIDTHS["name"]),
            "text": st.column_config.TextColumn("Value", width=_WIDTHS["text"]),
            "meaning": st.column_config.TextColumn("Meaning", width=_WIDTHS["meaning"]),
        },
    )
    st.caption("Sources: " + " · ".join(dict.fromkeys(part.source for part in parts)))
