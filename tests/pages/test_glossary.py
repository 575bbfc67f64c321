"""The glossary: searched, linked to, and one click from every page."""

from __future__ import annotations

import pytest

from ja4dash.db import Door
from tests.pages.conftest import Open, words


@pytest.mark.parametrize("page", ["overview", "reference", "journal"])
def test_a_page_leads_to_it(page: str, open_page: Open, door: Door) -> None:
    links = [link.proto.page for link in open_page(page).get("page_link") if link.proto.label == "Glossary"]
    assert links == ["glossary"]


def test_all_terms_stand_in_groups(open_page: Open, door: Door) -> None:
    app = open_page("glossary")
    assert not app.exception
    said = words(app)
    assert "**GREASE**" in said
    assert "[RFC 8701](https://www.rfc-editor.org/rfc/rfc8701)" in said
    assert [group for group in ("TLS", "HTTP/2 and HTTP", "Features", "Detector") if f"**{group}**" not in said] == []


def test_a_term_can_be_linked_to_and_searched(open_page: Open, door: Door) -> None:
    app = open_page("glossary", term="grease")
    said = words(app)
    assert "**GREASE**" in said
    assert "**Campaign**" not in said
    app.text_input(key="glossary_search").set_value("campaign_id").run()
    said = words(app)
    assert not app.exception
    assert "**Campaign**" in said
    assert "**GREASE**" not in said


def test_what_is_not_there_is_said_as_text(open_page: Open, door: Door) -> None:
    said = words(open_page("glossary", term="<img src=x>`"))
    assert "No term for `` <img src=x>` ``" in said
