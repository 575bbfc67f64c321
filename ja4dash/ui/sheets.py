"""Signatures as a sheet: the whole list as a file, and a file with a verdict on every line before any of it is written."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.errors import FieldError
from ja4dash.queries import signatures
from ja4dash.scope import Scope
from ja4dash.signature import sheet
from ja4dash.signature.sheet import COLUMNS, Line, Verdict
from ja4dash.ui import curating, panel
from ja4dash.ui.columns.signatures import LINES
from ja4dash.ui.opening import opening
from ja4dash.ui.panel import bare
from ja4dash.ui.table import show_table
from ja4dash.ui.text import literal

_WRITES: Final = (Verdict.NEW, Verdict.REPLACES)


def download_button() -> None:
    """The whole list as a file that the import reads."""
    entries = [entry for some in signatures.listed().values() for entry in some]
    st.download_button(
        "Download as a sheet",
        sheet.written(entries).encode(),
        "signatures.csv",
        "text/csv",
        icon=":material/download:",
        key="sheet_download",
        on_click="ignore",
        help="CSV that the import reads back. Cells that a spreadsheet would run as a formula begin with an apostrophe.",
    )


def import_button(scope: Scope) -> None:
    """A button that opens the import."""
    if opening("Import a sheet…", ":material/upload:", key="sheet", help="CSV; every line is checked before any is written."):
        curating.forget_said()
        _dialog(scope)


@st.dialog("Import signatures", width="large", on_dismiss="rerun")
def _dialog(scope: Scope) -> None:
    with bare():
        _compose(scope)


def _compose(scope: Scope) -> None:
    why_not = curating.why_not()
    if why_not:
        st.markdown(f":orange[:material/lock: {literal(why_not, 400)}]")
    st.caption(f"CSV in UTF-8, at most {sheet.MAX_LINES:,} entries. The first line names the columns: {', '.join(COLUMNS)}.")
    given = st.file_uploader("File", type="csv", key="sheet_file", max_upload_size=1, label_visibility="collapsed")
    if given is not None:
        _preview(given.getvalue(), scope, disabled=bool(why_not))
    curating.show_said()


def _preview(data: bytes, scope: Scope, *, disabled: bool) -> None:
    try:
        lines = sheet.read(data, signatures.listed())
    except FieldError as error:
        panel.failure(error)
        return
    counts = Counter(line.verdict for line in lines)
    st.markdown(" · ".join(f"**{counts[verdict]:,}** {label}" for verdict, label in _LABELS.items()))
    show_table(_framed(lines), LINES, key="sheet_lines", scope=scope, empty="The file has no entry", rows=10, exported=False)
    chosen = [line.entry for line in lines if line.entry and line.verdict in _WRITES]
    if chosen:
        st.button(
            f"Import {words.plural(len(chosen), 'signature')}",
            type="primary",
            icon=":material/upload:",
            key="sheet_write",
            disabled=disabled,
            on_click=curating.adopting,
            args=(chosen,),
            help="Lines with an error are left out. The import is one change and can be undone as one.",
        )


def _framed(lines: list[Line]) -> pd.DataFrame:
    """Lines with an error first."""
    ordered = sorted(lines, key=lambda line: line.verdict is not Verdict.ERROR)
    return pd.DataFrame(
        {
            "number": [line.number for line in ordered],
            "verdict": [str(line.verdict) for line in ordered],
            "text": [line.entry.fingerprint if line.entry else line.text for line in ordered],
            "says": [line.entry.in_words() if line.entry else words.DASH for line in ordered],
            "said": [line.said or words.DASH for line in ordered],
        }
    )


_LABELS: Final = {Verdict.NEW: "new", Verdict.REPLACES: "replace", Verdict.SAME: "the same", Verdict.ERROR: "with an error"}
