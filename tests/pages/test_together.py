"""Deciding about all sources of a page at once: the list and the count come first."""

from __future__ import annotations

import pytest

from ja4dash.db import Door
from tests.pages.conftest import Open, send_everything, words

PAGES = [("campaign", {"campaign": "1"}), ("detections", {}), ("detections", {"campaign": "1", "level": "CRITICAL"})]


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_all_members_and_back(page: str, query: dict[str, str], open_page: Open, door: Door) -> None:
    send_everything(door)
    app = open_page(page, **query)
    app.button(key=f"together_{page}").click().run()
    many = 1 if "level" in query else 6
    (button,) = [button for button in app.button if button.key == "together_bot"]
    assert button.label == f"Bot · {many}"
    app.text_input(key="together_comment").set_value("one hand")
    button.click().run()
    assert not app.exception
    sql = "SELECT classification, comment, count(), uniqExact(batch) FROM {db:Identifier}.soc_feedback GROUP BY ALL ORDER BY ALL"
    written = door.query(sql, {"db": door.settings.processing_db})
    assert list(written.itertuples(index=False, name=None)) == [("bot", "one hand", many, 1)]
    assert "now bot, written and read back" in app.session_state["decision_said"][0]


def test_nobody_was_detected(open_page: Open) -> None:
    app = open_page("detections")
    app.button(key="together_detections").click().run()
    assert "No detected source here" in words(app)
    assert not [button for button in app.button if button.key == "together_bot"]
