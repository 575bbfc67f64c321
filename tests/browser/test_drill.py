"""Clicks that a page without a browser cannot try: from a class to its sessions, from a table to a fingerprint and back."""

from __future__ import annotations

import re

from tests.browser.person import Person


def test_a_click_on_a_family_shows_its_sessions_and_a_link_to_them_works(person: Person) -> None:
    person.open("/browsers")
    person.follow_cell(60, 45, re.compile(r"of=family"))
    assert "JA4 says" in person.text()
    link = person.page.url.removeprefix(person.base)
    person.follow_cell(60, 45, re.compile(r"of=h2"), table=1)
    assert "HTTP/2 says" in person.text()
    person.page.get_by_role("button", name="Back to the first view").click()
    person.page.wait_for_url(lambda url: "of=" not in url)
    person.open(link)
    assert "JA4 says" in person.text()
    assert person.complaints() == []


def test_a_click_on_a_fingerprint_explains_it(person: Person) -> None:
    person.open("/signatures")
    person.follow_cell(60, 75, re.compile(r"h2=1(%3A|:)65536"), table=1)
    assert "HEADER_TABLE_SIZE" in person.text()
    assert person.complaints() == []
