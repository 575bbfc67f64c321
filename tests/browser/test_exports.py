"""Exporting a table, and asking how a panel was asked, as a person does it."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person


def export_button(person: Person, name: str) -> None:
    person.page.locator(f".st-key-export_{name} button").first.click()
    person.settle()


def saved(person: Person) -> tuple[str, bytes]:
    with person.page.expect_download() as download:
        person.page.get_by_role("button", name="Save").click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_a_listing_is_exported_whole_and_not_only_the_page_in_sight(person: Person) -> None:
    person.open("/traffic?window=1h&method=POST")
    export_button(person, "requests")
    dialog = person.page.get_by_role("dialog")
    expect(dialog).to_contain_text("filtered and sorted as in the table, times in UTC")
    expect(dialog.get_by_role("button", name="Save")).to_have_count(0)
    told = re.search(r"([\d,]+) rows, filtered", dialog.inner_text())
    dialog.get_by_role("button", name="Prepare the file").click()
    dialog.get_by_role("button", name="Save").wait_for()
    person.settle()
    name, content = saved(person)
    assert re.fullmatch(r"traffic_requests_1h_\d{4}-\d\d-\d\dT\d{6}Z\.csv", name)
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert told
    assert len(rows) > 50
    assert len(rows) == pytest.approx(int(told[1].replace(",", "")), rel=0.2), "requests come in meanwhile"
    assert {row["method"] for row in rows} == {"POST"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["time"]) for row in rows)
    assert [row["time"] for row in rows] == sorted((row["time"] for row in rows), reverse=True)
    assert person.complaints() == []


def test_a_table_that_is_whole_is_saved_at_once_in_each_form(person: Person) -> None:
    person.open("/reference")
    export_button(person, "dictionaries")
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_role("radio", name="JSON").or_(dialog.get_by_role("button", name="JSON")).first.click()
    person.settle()
    name, content = saved(person)
    assert re.fullmatch(r"reference-lists_dictionaries_\d{4}-\d\d-\d\dT\d{6}Z\.json", name)
    document = json.loads(content)
    assert document["page"] == "Reference lists"
    assert document["rows_exported"] == document["rows_in_all"] == len(document["rows"]) == 6
    assert person.complaints() == []


def test_a_panel_tells_how_it_was_asked(person: Person) -> None:
    person.open("/fleets")
    person.page.get_by_role("button", name="database_search icon").first.click()
    told = person.page.locator("[data-testid=stPopoverBody]:visible")
    expect(told).to_contain_text("How this was asked")
    expect(told).to_contain_text(re.compile(r"fleets/listing · [\d,]+ rows? read, .* ms · fetched \d\d:\d\d:\d\d UTC"))
    expect(told).to_contain_text("SET param_since = '")
    expect(told).to_contain_text("FROM {processing:Identifier}.fleet_detections")
    assert person.complaints() == []
