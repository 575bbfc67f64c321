"""Triage with the keyboard and the mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

PROGRESS = re.compile(r"(\d+) of (\d+) sources? done")
TRIES = 60


@pytest.fixture
def at_work(person: Person) -> Person:
    """Somebody at a queue with sources in it: the first detections come a while after the start."""
    for _ in range(TRIES):
        person.open("/triage")
        if PROGRESS.search(person.text()):
            return person
    raise AssertionError("nothing was detected in the simulated traffic")


def done(person: Person) -> int:
    found = PROGRESS.search(person.text())
    assert found, person.text()
    return int(found[1])


def looked_at(person: Person) -> str:
    return str(person.page.locator("[data-testid=stColumn]").nth(1).locator("[data-testid=stText]").first.inner_text())


def press(person: Person, key: str) -> None:
    person.page.keyboard.press(key)
    person.settle()


def test_a_key_decides_and_a_key_takes_back(at_work: Person) -> None:
    first = looked_at(at_work)
    press(at_work, "b")
    assert f"{first} is now bot, written and read back" in at_work.text()
    assert (done(at_work), looked_at(at_work) != first) == (1, True)
    press(at_work, "u")
    assert f"{first} is undecided again, written and read back" in at_work.text()
    assert (done(at_work), looked_at(at_work)) == (0, first)
    assert at_work.complaints() == []


def test_what_is_typed_as_a_comment_decides_nothing(at_work: Person) -> None:
    before = done(at_work)
    at_work.page.get_by_placeholder("why, for the next analyst").click()
    at_work.page.keyboard.type("blsxju")
    at_work.page.keyboard.press("Tab")
    at_work.settle()
    assert done(at_work) == before
    assert "written and read back" not in at_work.text()


def test_ticked_sources_are_counted_on_the_keys_and_decided_together(at_work: Person) -> None:
    for row in (1, 2):
        at_work.click_cell(18, 15 + 30 * row)
        at_work.settle()
    expect(at_work.page.get_by_role("button", name="Suspicious · 2")).to_be_visible()
    assert "The keys are about these 2 sources" in at_work.text()
    press(at_work, "s")
    assert "2 sources are now suspicious, written and read back" in at_work.text()
    assert done(at_work) == 2
    press(at_work, "u")
    assert "2 sources are undecided again" in at_work.text()


def test_a_click_looks_at_a_source_and_the_next_key_goes_on_from_there(at_work: Person) -> None:
    at_work.click_cell(330, 15 + 30 * 2)
    at_work.settle()
    there = looked_at(at_work)
    press(at_work, "k")
    assert looked_at(at_work) != there
    press(at_work, "j")
    assert looked_at(at_work) == there
    press(at_work, "x")
    assert "1 skipped" in at_work.text()
    assert looked_at(at_work) != there


def test_all_sources_of_a_scope_are_shown_then_decided_then_taken_back(at_work: Person) -> None:
    at_work.open("/detections?level=CRITICAL&window=3d")
    at_work.page.get_by_role("button", name="Decide about all").click()
    dialog = at_work.page.get_by_role("dialog")
    bot = dialog.get_by_role("button", name=re.compile(r"Bot · [\d,]+"))
    expect(bot).to_be_visible()
    count = bot.inner_text().split("·")[1].split()[0]
    assert re.search(rf"{count} detected sources?, worst first", dialog.inner_text())
    bot.click()
    expect(dialog.get_by_text("now bot, written and read back")).to_be_visible()
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.get_by_text("undecided again")).to_be_visible()
    assert at_work.complaints() == []
