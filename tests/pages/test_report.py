"""The report's button: nothing is asked before a person asks, and a failure is said in the dialog."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ja4dash.db import Door
from ja4dash.ui import reports
from tests.pages.conftest import Open, words
from tests.pages.test_asked import put
from tests.pages.test_states import UNREACHABLE, Away


@pytest.mark.parametrize(("page", "own", "kind"), [("ip", "203.0.113.60", "source"), ("campaign", "1", "campaign")])
def test_nothing_is_asked_before_a_person_asks(
    page: str, own: str, kind: str, look: Open, everything: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = look(page, **{page: own})
    names = put(everything, monkeypatch)
    app.button(key=f"report_{kind}").click().run()
    assert not app.exception
    assert app.button(key="report_make")
    assert not {"source/paths", "campaigns/decisions"} & set(names)
    assert not app.get("download_button")


def making(ip: str) -> None:
    from ja4dash.report import made
    from ja4dash.scope import Scope
    from ja4dash.ui import reports

    reports._make(lambda: made.of_source(ip, Scope(), by="ana"))


def test_the_file_is_handed_over_when_it_is_made(everything: Door) -> None:
    app = AppTest.from_function(making, default_timeout=30, args=("203.0.113.60",)).run()
    assert not app.exception
    assert len(app.get("download_button")) == 1


def test_a_report_that_cannot_be_made_says_why(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.now()
    monkeypatch.setattr(door, "pool", Away())
    app = AppTest.from_function(making, default_timeout=30, args=("203.0.113.99",)).run()
    assert not app.exception
    assert UNREACHABLE in words(app)
    assert not app.get("download_button")


@pytest.mark.parametrize(
    ("url", "base"),
    [("https://ja4dash.example/soc/ip?ip=203.0.113.7&window=7d", "https://ja4dash.example/soc"), (None, "")],
)
def test_the_link_of_a_report_has_the_dashboards_address(monkeypatch: pytest.MonkeyPatch, url: str | None, base: str) -> None:
    context = type("Context", (), {"url": url})
    monkeypatch.setattr(st, "context", context)
    assert reports._base() == base
