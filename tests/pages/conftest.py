"""Pages on a door of the test's choosing, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ja4dash import cache
from ja4dash.db import Door
from ja4dash.ui import start

ROOT = Path(__file__).parents[2]
PAGES = ["overview", "traffic", "detections", "scores", "campaigns", "campaign", "ip", "reference"]

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(door: Door) -> Iterator[Open]:
    """Open a page by its file's name, with URL parameters, on the test's door."""
    start._begun.clear()

    def opened(name: str, **query: str | list[str]) -> AppTest:
        st.cache_data.clear()
        cache._kept.clear()
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for key, value in query.items():
            app.query_params[key] = value
        if name != "overview":
            app.switch_page(f"pages/{name}.py")
        return app.run()

    yield opened
    start._begun.clear()


def words(app: AppTest) -> str:
    """Everything a page says in sentences (not in tables)."""
    kinds = (app.title, app.markdown, app.caption, app.text)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
