"""A report of what a page is about, as one file: asked for and made only when a person wants it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ja4dash import words
from ja4dash.errors import QueryError
from ja4dash.report import answers, made, page
from ja4dash.report.parts import Report
from ja4dash.scope import Scope
from ja4dash.ui import exports, panel
from ja4dash.ui.opening import opening
from ja4dash.ui.person import person

_HELP = "Everything on this page as one HTML file for somebody else: opens offline, prints well."


def report_on_source(ip: str, scope: Scope) -> None:
    """The button of the report on an address."""
    if opening("Report…", ":material/description:", key="report_source", help=_HELP):
        _dialog(lambda: made.of_source(ip, scope, by=person().name, base=_base()), scope)


def report_on_campaign(number: int, scope: Scope) -> None:
    """The button of the report on a campaign."""
    if opening("Report…", ":material/description:", key="report_campaign", help=_HELP):
        _dialog(lambda: made.of_campaign(number, scope, by=person().name, base=_base()), scope)


@st.dialog("Report", width="medium")
def _dialog(make: Callable[[], Report], scope: Scope) -> None:
    """Two clicks and not one: a file that is made at the click could not say why it failed."""
    st.caption(
        f"One file of the {scope.when(answers.WINDOW)}, with its figures, charts, decisions and the statements behind them. "
        "It shows what is true now and does not change any more. What clients sent is in it: hand it on with care."
    )
    if st.button("Make the report", type="primary", key="report_make"):
        _make(make)


def _make(make: Callable[[], Report]) -> None:
    try:
        with st.spinner("Asking the engine …"), exports.one_at_a_time:
            report = make()
            content = page.page(report)
    except QueryError as error:
        panel.failure(error)
        return
    st.download_button(
        f"Save HTML, {words.size(len(content))}",
        content,
        file_name=page.file_name(report),
        mime="text/html",
        on_click="ignore",
        icon=":material/download:",
        key="report_save",
        type="primary",
    )


def _base() -> str:
    """The address of this dashboard as the browser knows it, without the page; empty where there is no browser."""
    url = st.context.url
    return answers.clean_base(url.partition("?")[0].rpartition("/")[0]) if url else ""
