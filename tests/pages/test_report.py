"""The report's button: nothing is asked before a person asks, and a failure is said in the dialog."""

from __future__ import annotations

import pytest
import streamlit as st

from ja4dash.db import Door
from ja4dash.ui import reports
from tests.pages.conftest import Open, send_everything
from tests.pages.test_asked import put


@pytest.mark.parametrize(("page", "own"), [("ip", {"ip": "203.0.113.60"}), ("campaign", {"campaign": "1"})])
def test_nothing_is_asked_before_a_person_asks(
    page: str, own: dict[str, str], open_page: Open, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_everything(door)
    names = put(door, monkeypatch)
    app = open_page(page, **own)
    names.clear()
    kind = "source" if page == "ip" else "campaign"
    app.button(key=f"report_{kind}").click().run()
    asked_at_first = set(names)
    assert not {"source/paths", "campaigns/decisions"} & asked_at_first
    assert not app.get("download_button")
    app.button(key="report_make").click()
    app.button(key=f"report_{kind}").click().run()  # a click in a dialog runs only the dialog; here the page runs
    assert not app.exception
    assert ("source/paths" if page == "ip" else "campaigns/decisions") in names
    assert len(app.get("download_button")) == 1


def test_the_link_of_a_report_has_the_dashboards_address(monkeypatch: pytest.MonkeyPatch) -> None:
    class Context:
        url = "https://ja4dash.example/soc/ip?ip=203.0.113.7&window=7d"

    monkeypatch.setattr(st, "context", Context())
    assert reports._base() == "https://ja4dash.example/soc"
