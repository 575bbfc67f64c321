"""A row of Discovery, clicked: the profile below is that row's; what is chosen stays in the address."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.person import Person


def test_a_click_on_a_row_shows_its_profile(person: Person) -> None:
    person.open("/discovery?window=24h")
    shown = person.page.get_by_test_id("stCode").first
    first = shown.inner_text()
    person.click_cell(400, 75, table=1)
    expect(shown).not_to_have_text(first)
    assert re.fullmatch(r"[tqd]\d\w{8}_\w{12}_\w{12}", shown.inner_text().strip())
    assert person.complaints() == []


def test_what_is_chosen_is_a_link(person: Person) -> None:
    person.open("/discovery?window=24h")
    person.page.get_by_role("radio", name="Known", exact=True).click()
    person.page.wait_for_url(re.compile("lists=Known"))
    person.settle()
    person.open(person.page.url.removeprefix(person.base))
    expect(person.page.get_by_role("radio", name="Known", exact=True)).to_be_checked()
    assert "Ignored in this address" not in person.text()
    person.open("/novelty?kind=HTTP/2")
    assert "HTTP/2 first seen" in person.text()
    assert person.complaints() == []
