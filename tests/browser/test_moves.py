"""Moves that need a browser: a frame on a timeline, Back, the shortcut, a starred view."""

from __future__ import annotations

import re

from tests.browser.person import Person
from tests.browser.test_sessions import drag

SHOWN = re.compile(r"[\d,]+–[\d,]+ of [\d,]+")


def test_a_frame_on_a_timeline_is_the_window_and_there_is_a_way_back(person: Person) -> None:
    for _ in range(20):  # right after the start there may be no request yet
        person.open("/traffic")
        if person.page.get_by_test_id("stVegaLiteChart").count():
            break
    drag(person, (0.4, 0.5), (0.6, 0.5))
    person.page.wait_for_url(re.compile(r"from=\d{4}-\d\d-\d\dT\d\d%3A00Z&to=\d{4}-\d\d-\d\dT\d\d%3A00Z"))
    person.settle()
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:00 to \d{4}-\d\d-\d\d \d\d:00 UTC, all sources", person.text())
    person.page.get_by_role("button", name="Back to last 24 h").click()
    person.page.wait_for_url(lambda url: "from=" not in url)
    person.settle()
    assert "Last 24 h, all sources" in person.text()
    assert person.complaints() == []


def test_back_returns_to_the_same_rows_in_one_step(person: Person) -> None:
    person.open("/traffic?window=3d&method=GET")
    person.page.get_by_test_id("stSelectbox").filter(has_text="Sort by").locator("input").click()
    person.page.get_by_role("option", name="Path").click()
    person.page.wait_for_url(re.compile("sort=-path"))
    person.settle()
    person.page.get_by_test_id("stPagination").get_by_text("3", exact=True).click()
    person.page.wait_for_url(re.compile("page=3"))
    person.settle()
    left, rows = person.page.url, SHOWN.findall(person.text())
    assert rows[0].startswith("101–150 of ")
    person.follow_cell(160, 45, re.compile(r"/ip\?.*ip="))
    person.page.go_back()
    person.settle()
    assert person.page.url == left
    assert SHOWN.findall(person.text())[0].startswith("101–150 of ")
    assert "method GET" in person.text()
    person.page.locator("[data-testid=stSidebarNavLink]", has_text="Scores").click()
    person.page.wait_for_url(re.compile("/scores.*method=GET"))
    person.settle()
    person.page.go_back()
    person.settle()
    assert person.page.url == left, "taking over the scope is no step of its own"
    assert person.complaints() == []


def test_a_click_on_a_facet_includes_one_beside_it_excludes_and_another_lets_go(person: Person) -> None:
    person.open("/traffic?window=3d&status=4")
    person.page.get_by_role("button", name="Facets").click()
    person.settle()
    facets = person.page.get_by_test_id("stDataFrame").count() - 1
    person.follow_cell(60, 75, re.compile(r"&ip=[0-9a-f]"), facets)
    person.follow_cell(60, 75, re.compile(r"\?window=3d&status=4$"), facets)
    person.follow_cell(280, 75, re.compile(r"&ip=%21[0-9a-f]"), facets)
    assert "not source" in person.text()
    assert person.complaints() == []


def test_the_shortcut_opens_the_box_but_not_while_one_writes(person: Person) -> None:
    person.open("/detections")
    box = person.page.get_by_placeholder("IP, CIDR, JA4, host or campaign number")
    person.page.get_by_test_id("stMultiSelect").locator("input").first.click()
    person.page.keyboard.press("/")
    assert not box.is_visible()
    person.page.keyboard.press("Control+k")
    box.wait_for()
    person.settle()
    person.page.keyboard.type("first se")
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(re.compile("/novelty"))
    person.settle()
    person.page.keyboard.press("/")
    box.wait_for()
    assert person.page.get_by_role("option", name="Detections").count() == 2, "as a recent view and as a page"
    person.page.keyboard.press("Escape")
    assert not box.is_visible()
    assert person.complaints() == []


def test_a_starred_view_is_found_from_any_page(person: Person) -> None:
    person.open("/traffic?window=3d&method=POST")
    person.page.locator(".st-key-star button").first.click()
    name = person.page.get_by_label("Name", exact=True)
    name.fill("Posts <b>of</b> three days")
    name.press("Enter")
    person.settle()
    person.page.locator(".st-key-star_keep button").click()
    person.page.get_by_text("A starred view").wait_for()
    person.page.keyboard.press("Escape")
    person.page.locator("[data-testid=stSidebarNavLink]", has_text="Geography").click()
    person.page.wait_for_url(re.compile("/geography"))
    person.settle()
    person.page.keyboard.press("/")
    person.page.get_by_role("option", name="Posts <b>of</b> three days").click()
    person.page.wait_for_url(re.compile(r"/traffic\?window=3d&method=POST"))
    person.settle()
    assert "Last 3 d, method POST" in person.text()
    person.page.locator(".st-key-star button").first.click()
    person.page.locator(".st-key-star_drop button").click()
    person.page.get_by_text("Star this view").wait_for()
    assert person.complaints() == []
