"""A blocklist as a person makes it: open a source, see whom it would hit, choose a format, download."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import expect

from tests.browser.person import Person


def test_a_source_becomes_a_downloaded_bundle(person: Person, tmp_path: Path) -> None:
    person.open("/ip")
    person.click_cell(60, 45)
    person.page.wait_for_url(re.compile(r"/ip\?.*ip="))
    person.settle()
    address = parse_qs(urlparse(person.page.url).query)["ip"][0]
    person.page.get_by_role("button", name="Blocklist…").click()
    dialog = person.page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(r"Would have hit \d+ sessions?"))).to_be_visible()
    person.settle()
    for box in dialog.get_by_role("checkbox").all():
        if box.is_checked():
            box.locator("xpath=ancestor::label").click()
            person.settle()
    dialog.get_by_label("Format").click()
    person.page.get_by_role("option", name="STIX 2.1 bundle").click()
    person.settle()
    with person.page.expect_download() as download:
        dialog.get_by_role("button", name="Download STIX 2.1 bundle").click()
    assert re.fullmatch(r"ja4dash-stix-\d{8}T\d{4}Z\.json", download.value.suggested_filename)
    download.value.save_as(tmp_path / "bundle.json")
    patterns = [one.get("pattern", "") for one in json.loads((tmp_path / "bundle.json").read_text())["objects"]]
    assert [address in pattern for pattern in patterns] == [False, True]
    expect(dialog).to_be_visible()
    assert person.complaints() == []
