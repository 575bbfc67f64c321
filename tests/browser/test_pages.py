"""What a person sees and does in the browser, on the app as `make run` starts it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.person import Person, window

PAGES = {
    "/": "Overview",
    "/traffic": "Traffic",
    "/detections": "Detections",
    "/triage": "Triage",
    "/scores": "Scores",
    "/sessions": "Sessions",
    "/features": "Features",
    "/geography": "Geography",
    "/wall": "Wall",
    "/discovery": "Discovery",
    "/novelty": "First seen",
    "/campaigns": "Campaigns",
    "/campaign": "Campaign",
    "/fingerprints": "JA4 statistics",
    "/browsers": "Browsers",
    "/coherence": "HTTP/2 coherence",
    "/signatures": "Signatures",
    "/evasion": "Evasion",
    "/fleets": "Fleets",
    "/models": "Models",
    "/verdicts": "Verdicts",
    "/health": "Pipeline health",
    "/ip": "Source",
    "/ja4": "JA4",
    "/reference": "Reference lists",
    "/glossary": "Glossary",
    "/journal": "Journal",
}


@pytest.fixture(scope="module", params=["dark", "light"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who goes through all pages, in either scheme."""
    context = window(browser, scheme=request.param)
    yield context
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_paints(path: str, visitor: BrowserContext, simulated_app: str) -> None:
    person = Person.again(visitor, simulated_app)
    person.open(path)
    expect(person.page.get_by_role("heading", name=PAGES[path], level=1)).to_be_visible()
    assert person.complaints() == []
    assert "Query failed" not in person.text()
    assert person.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth + 2")
    person.page.close()


def test_the_header_knows_engine_age_and_that_it_is_simulated(person: Person) -> None:
    person.open("/")
    header = person.text()
    assert "embedded engine" in header
    assert re.search(r"data \d+ s old", header)
    assert "simulated" in header


def test_a_deep_link_shows_its_scope(person: Person) -> None:
    person.open("/traffic?window=1h&method=POST&country=!US")
    assert "Last 1 h, not country US, method POST" in person.text()
    assert "window=1h" in person.page.url
    assert "country=%21US" in person.page.url or "country=!US" in person.page.url


def test_a_malformed_link_is_named_and_ignored(person: Person) -> None:
    person.open("/traffic?window=9x&asn=many&nonsense=1")
    assert "Ignored in this address" in person.text()
    assert "Last 24 h, all sources" in person.text()
    assert person.complaints() == []


def test_a_click_on_a_source_opens_it_and_back_returns(person: Person) -> None:
    person.open("/ip")
    person.follow_cell(60, 45, re.compile(r"/ip\?.*ip="))
    assert "Do its fingerprints agree?" in person.text()
    assert person.complaints() == []
    person.page.go_back()
    person.settle()
    assert "Busiest sources" in person.text()


def test_a_click_on_a_ja4_opens_it_and_another_from_there(person: Person) -> None:
    person.open("/ja4?window=7d")
    person.follow_cell(60, 45, re.compile(r"/ja4\?.*ja4="))
    assert "window=7d" in person.page.url
    assert "If it were blocked" in person.text()
    assert "JA4s that share a part with it" in person.text()
    assert person.complaints() == []
    person.page.get_by_text("Requests with it").click()
    person.page.wait_for_url(re.compile(r"/traffic\?.*ja4="))
    person.settle()
    assert "Last 7 d, JA4" in person.text()
    person.page.go_back()
    person.settle()
    assert "If it were blocked" in person.text()


def test_the_search_box_leads_to_the_right_page(person: Person) -> None:
    person.open("/")
    person.page.get_by_role("button", name="Search or go to").click()
    box = person.page.get_by_placeholder("IP, CIDR, JA4, host or campaign number")
    box.fill("203.0.113.0/24")
    box.press("Enter")
    person.page.wait_for_url(re.compile(r"/traffic\?.*ip=203"))
    person.settle()
    assert "source 203.0.113.0/24" in person.text()
    person.page.get_by_role("button", name="Search or go to").click()
    box.fill("2001:db8:0:0::7")
    box.press("Enter")
    person.page.wait_for_url(re.compile(r"/ip\?.*ip=2001"))
    person.settle()
    assert person.complaints() == []


def test_the_scope_goes_along_to_the_next_page(person: Person) -> None:
    person.open("/traffic?window=7d&method=GET")
    person.page.locator("[data-testid=stSidebarNavLink]", has_text="Overview").click()
    expect(person.page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    person.settle()
    assert "Last 7 d, method GET" in person.text()
    person.page.wait_for_url(re.compile("window=7d"))


def test_the_window_control_changes_the_page(person: Person) -> None:
    person.open("/traffic")
    person.page.get_by_role("radio", name="7 d").click()
    person.page.wait_for_url(re.compile("window=7d"))
    person.settle()
    assert "Last 7 d, all sources" in person.text()


def test_a_typed_filter_becomes_a_chip(person: Person) -> None:
    person.open("/traffic")
    box = person.page.get_by_test_id("stMultiSelect").locator("input").first
    box.click()
    box.fill("method:POST")
    box.press("Enter")
    person.page.wait_for_url(re.compile("method=POST"))
    person.settle()
    assert "method POST" in person.text()
    assert person.complaints() == []
