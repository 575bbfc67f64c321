"""A fingerprint promoted from Discovery: Browsers shows the family at its next refresh, and not once it is withdrawn."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.person import Person
from tests.browser.served import ROOT, served

NEW = "1:65536;2:0;4:2097152|15663105|0|m,a,s,p"
CHROME_JA4 = "t13d1516h2_8daaf6152771_02713d6af862"
SETTINGS = {"JA4DASH_SIMULATE": "off"}
NOTES = "**seen** <img src=x> ![x](http://203.0.113.9/x)"


def requests() -> Iterator[str]:
    """Two Chromes whose HTTP/2 fingerprint no list knows, each time with other GREASE."""
    now = datetime.now(UTC)
    for number in range(40):
        row = {"time": f"{now - timedelta(seconds=number):%Y-%m-%d %H:%M:%S}", "src_ip": f"203.0.113.{7 + number % 2}"}
        yield json.dumps(row | {"ja4": CHROME_JA4, "host": "shop.example", "h2_fingerprint": f"2570:{number};{NEW}"})


@pytest.fixture(scope="module")
def logged_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over these requests."""
    folder: Path = tmp_path_factory.mktemp("logged")
    (folder / "log.jsonl").write_text("\n".join(requests()), "utf-8")
    environment = os.environ | SETTINGS | {"JA4DASH_DATA_DIR": str(folder)}
    for command in (["migrate"], ["ingest", str(folder / "log.jsonl")]):
        subprocess.run([sys.executable, "-m", "ja4dash", *command], cwd=ROOT, env=environment, check=True, capture_output=True)
    with served(folder, SETTINGS) as address:
        yield address


@pytest.fixture
def analyst(browser: Browser, logged_app: str) -> Iterator[Person]:
    someone = Person.at(browser, logged_app, height=1400)
    yield someone
    someone.page.context.close()


def known_as_chrome(person: Person) -> str:
    """What Browsers says of sessions whose HTTP/2 fingerprint is Chrome's."""
    person.open("/browsers?of=h2:Chrome")
    found = re.search(r"HTTP/2 says Chrome\s+(\d+) session", person.text())
    return found[1] if found else person.text()


def press(person: Person, name: str) -> None:
    person.page.get_by_role("button", name=name).first.click()
    person.settle()


def test_promoted_seen_and_withdrawn(analyst: Person) -> None:
    assert known_as_chrome(analyst) == "0"
    analyst.open("/discovery")
    press(analyst, "Promote…")
    form = analyst.page.get_by_role("dialog")
    assert "by 2 sessions of 2 sources, 40 requests" in form.inner_text()
    assert NEW in form.inner_text()
    form.get_by_placeholder("where it was seen").fill(NOTES)
    form.get_by_role("button", name="Promote as Chrome").click()
    analyst.settle()
    expect(form.get_by_text("is now Chrome, written and read back")).to_be_visible()
    expect(form.get_by_text("Live: look-ups answer so since")).to_be_visible()
    assert f"Chrome, confidence 0.8: {NOTES}" in form.inner_text()
    assert analyst.complaints() == []
    assert known_as_chrome(analyst) == "2"

    analyst.open(f"/signatures?h2={NEW}")
    assert NOTES not in analyst.page.content(), "notes are cells of a table, drawn on a canvas"
    press(analyst, "Withdraw")
    assert "is withdrawn, written and read back" in analyst.text()
    assert known_as_chrome(analyst) == "0"

    analyst.open(f"/signatures?h2={NEW}")
    press(analyst, "Undo the latest change")
    assert known_as_chrome(analyst) == "2"
    assert analyst.complaints() == []


def test_a_sheet_is_read_line_by_line_and_written(analyst: Person, tmp_path: Path) -> None:
    sheet = tmp_path / "list.csv"
    sheet.write_text(f'h2_fingerprint,browser_family,notes\n"{NEW}",Safari,\'=1+1\n"1:1|2",Chrome,\n', "utf-8")
    analyst.open("/signatures")
    press(analyst, "Import a sheet…")
    form = analyst.page.get_by_role("dialog")
    form.locator("input[type=file]").set_input_files(sheet)
    analyst.settle()
    assert "with an error" in form.inner_text()
    form.get_by_role("button", name="Import 1 signature").click()
    analyst.settle()
    expect(form.get_by_text("is imported, written and read back")).to_be_visible()
    with analyst.page.expect_download() as saved:
        analyst.page.keyboard.press("Escape")
        analyst.settle()
        press(analyst, "Download as a sheet")
    assert f'"{NEW}",Safari,1.0,\'=1+1' in saved.value.path().read_text("utf-8").splitlines()
    assert analyst.complaints() == []
