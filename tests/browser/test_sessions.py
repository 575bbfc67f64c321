"""A frame drawn over the sessions, and a country clicked on the map."""

from __future__ import annotations

import re

from tests.browser.person import Person


def drag(person: Person, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag across the first chart, from and to a share of its width and height."""
    box = person.page.locator("[data-testid=stVegaLiteChart]").first.bounding_box()
    assert box is not None
    mouse = person.page.mouse
    mouse.move(box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"])
    mouse.down()
    mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=8)
    mouse.up()
    person.settle()


def test_a_frame_lists_its_sessions_stays_and_is_let_go(person: Person) -> None:
    person.open("/sessions")
    assert "Drag over the dots" in person.text()
    drag(person, (0.3, 0.25), (0.9, 0.75))
    framed = re.search(r"[\d,]+ of .*sessions: Requests a second .+ to .+", person.text())
    assert framed, "the table says what the frame holds"
    person.page.get_by_text("Known bot", exact=True).first.click()
    person.page.wait_for_url(re.compile("colour=bot_name"))
    person.settle()
    ranges = framed[0].split("sessions: ")[1]
    assert ranges in person.text(), "other colours keep the frame"
    person.page.get_by_text("Clear the frame").click()
    person.settle()
    assert "Drag over the dots" in person.text()
    assert person.complaints() == []


INSIDE = """() => {
    for (const area of document.querySelectorAll("[data-testid=stVegaLiteChart] path[aria-label*='Country: ']")) {
        const box = area.getBoundingClientRect();
        for (let x = box.left + 1; x < box.right; x += 2)
            for (let y = box.top + 1; y < box.bottom; y += 2)
                if (document.elementFromPoint(x, y) === area) return [x, y];
    }
}"""
"""A point of the window that lies inside a shaded country."""


def test_a_country_on_the_map_opens_its_requests(person: Person) -> None:
    person.open("/geography")
    person.page.locator("[data-testid=stVegaLiteChart]").first.scroll_into_view_if_needed()
    person.page.mouse.click(*person.page.evaluate(INSIDE))
    person.page.wait_for_url(re.compile(r"/traffic\?.*country=[A-Z]{2}"))
    person.settle()
    assert re.search(r"country [A-Z]{2}", person.text())
    assert person.complaints() == []
