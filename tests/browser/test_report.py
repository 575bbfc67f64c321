"""A report, made on the page and opened where there is nothing but the file."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.person import Person


def made(person: Person, path: str, folder: Path) -> Path:
    person.open(path)
    person.page.get_by_role("button", name="Report…").click()
    dialog = person.page.get_by_role("dialog")
    expect(dialog).to_contain_text("does not change any more")
    expect(dialog.get_by_role("button", name="Save HTML")).to_have_count(0)
    dialog.get_by_role("button", name="Make the report").click()
    dialog.get_by_role("button", name="Save HTML").wait_for()
    person.settle()
    with person.page.expect_download() as download:
        dialog.get_by_role("button", name="Save HTML").click()
    kept = folder / download.value.suggested_filename
    download.value.save_as(kept)
    return kept


def test_a_report_opens_offline_and_asks_for_nothing(person: Person, browser: Browser, tmp_path: Path) -> None:
    path = made(person, "/ip?ip=203.0.113.7&window=24h", tmp_path)
    assert person.complaints() == []
    assert re.fullmatch(r"report_source-203\.0\.113\.7_.*Z-to-.*Z_.*Z\.html", path.name)
    context = browser.new_context(offline=True)
    page, asked, said = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    expect(page.get_by_role("heading", name="Source 203.0.113.7")).to_be_visible()
    expect(page.get_by_text("simulated traffic")).to_be_visible()
    link = page.locator(".made a")
    assert str(link.get_attribute("href")).startswith(f"{person.base}/ip?ip=203.0.113.7&from=")
    assert asked == [path.as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()


def test_a_page_goes_onto_paper_without_navigation_and_controls(person: Person) -> None:
    person.open("/ip?ip=203.0.113.7&window=24h")
    person.page.emulate_media(media="print")
    expect(person.page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(person.page.get_by_role("button", name="Report…")).to_be_hidden()
    expect(person.page.get_by_role("heading", name="Source", exact=True)).to_be_visible()
    expect(person.page.get_by_label("Address")).to_have_value("203.0.113.7")
    expect(person.page.get_by_text("times in UTC").first).to_be_visible()
    colour = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert person.page.evaluate(colour) == "rgb(255, 255, 255)"
    as_of = "getComputedStyle(document.querySelector('[data-testid=stMainBlockContainer]'), '::after').content"
    assert re.fullmatch(r'"ja4dash, as of \d{4}-\d\d-\d\d \d\d:\d\d UTC"', person.page.evaluate(as_of))
