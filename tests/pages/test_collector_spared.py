"""A page does not wait for the garbage collector, which holds every session up while it looks through the libraries."""

from __future__ import annotations

import gc

from streamlit import config

from tests.pages.conftest import Open


def test_no_full_collection_after_each_run(open_page: Open) -> None:
    app = open_page("glossary")
    assert not app.exception
    assert config.get_option("runner.postScriptGC") is False
    assert gc.get_freeze_count() > 50_000, "what was loaded at the start is looked through again and again"
