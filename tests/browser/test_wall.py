"""The wall over restarts, cuts and jumps: it says since when its picture is old, and comes back alone."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.deployment import Deployment, deployed
from tests.browser.person import Person
from tests.browser.screen import Screen

RECOVERS_MS = 30_000
REFRESH = "refresh=2s"
LOST = re.compile(r"No connection to the dashboard since \d\d:\d\d:\d\d UTC – figures below are from \d\d:\d\d:\d\d UTC")
AWAY = re.compile(r"Engine unreachable since \d\d:\d\d:\d\d UTC: no answer from http://127.0.0.1:\d+ – figures below are from")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(tmp_path_factory.mktemp("wall")) as found:
        yield found


@pytest.fixture
def wall(browser: Browser, deployment: Deployment) -> Iterator[Page]:
    """A wall that stands and is current."""
    person = Person.at(browser, deployment.app.address, width=1920, height=1080)
    person.page.goto(f"{person.base}/wall?{REFRESH}")
    current(person.page)
    yield person.page
    person.page.context.close()


def banner(page: Page, said: re.Pattern[str]) -> None:
    expect(page.locator(".wall-banner")).to_have_text(said, timeout=RECOVERS_MS)
    expect(page.locator(".wall-figure").first).to_have_css("opacity", "0.38")


def current(page: Page) -> None:
    """Nothing is old, and the figures are those of the data."""
    expect(page.locator(".wall-pulse")).to_have_attribute("data-lost", "no", timeout=RECOVERS_MS)
    expect(page.locator(".wall-figure", has_text="Detections").locator(".wall-value")).to_have_text("6", timeout=RECOVERS_MS)
    expect(page.locator(".wall-tile", has_text="not renewed")).to_have_count(0, timeout=RECOVERS_MS)


def test_the_engine_goes_and_comes_back(wall: Page, deployment: Deployment) -> None:
    deployment.engine.kill()
    banner(wall, AWAY)
    expect(wall.locator(".wall-figure", has_text="Detections").locator(".wall-value")).to_have_text("6")
    deployment.engine.start()
    current(wall)


def test_the_app_goes_and_comes_back(wall: Page, deployment: Deployment) -> None:
    deployment.app.kill()
    banner(wall, LOST)
    expect(wall.locator(".wall-figure", has_text="Detections").locator(".wall-value")).to_have_text("6")
    assert wall.locator("[role=dialog]:visible").count() == 0
    deployment.app.start()
    current(wall)


def test_the_network_is_cut_and_mended(wall: Page, deployment: Deployment) -> None:
    wall.context.set_offline(True)
    banner(wall, LOST)
    wall.context.set_offline(False)
    current(wall)


def test_a_dashboard_that_hangs_is_no_dashboard(wall: Page, deployment: Deployment) -> None:
    """Connections stay open, and nothing comes through them."""
    os.kill(deployment.app.pid, signal.SIGSTOP)
    try:
        banner(wall, LOST)
    finally:
        os.kill(deployment.app.pid, signal.SIGCONT)
    current(wall)


def test_a_clock_that_jumps_makes_nothing_young(browser: Browser, deployment: Deployment) -> None:
    person = Person.at(browser, deployment.app.address, width=1920, height=1080)
    jumps = "Date.now = ((real) => () => real() + (window.jump ?? 0))(Date.now.bind(Date));"
    person.page.add_init_script(jumps)
    person.page.goto(f"{person.base}/wall?{REFRESH}")
    current(person.page)
    shown = person.page.locator(".wall-clock")
    person.page.evaluate("window.jump = -3600000")
    person.page.wait_for_timeout(3000)
    current(person.page)
    assert abs(seconds(shown.inner_text()) - time.time() % 86400) < 20, "the clock is the engine's"
    person.page.route(re.compile("_stcore/health"), lambda _: None)
    person.page.evaluate("window.jump = 3600000")
    banner(person.page, LOST)
    person.page.unroute_all(behavior="ignoreErrors")
    current(person.page)
    person.page.context.close()


def seconds(clock: str) -> int:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
def test_it_fills_the_screen_without_scrolling(width: int, height: int, browser: Browser, deployment: Deployment) -> None:
    person = Person.at(browser, deployment.app.address, width=width, height=height)
    person.page.goto(f"{person.base}/wall?scenes=overview&zone=Europe/Berlin")
    current(person.page)
    expect(person.page.locator(".st-key-wall_timeline svg.marks")).to_be_visible(timeout=RECOVERS_MS)
    scale = width / 1920
    sizes = person.page.evaluate(
        """() => ({page: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
            figure: parseFloat(getComputedStyle(document.querySelector('.wall-value')).fontSize),
            row: parseFloat(getComputedStyle(document.querySelector('.wall-row')).fontSize),
            least: Math.min(...[...document.querySelectorAll('.st-key-wall *')]
                .filter((e) => e.childNodes.length && e.firstChild.nodeType === 3 && e.firstChild.length && e.offsetParent)
                .map((e) => parseFloat(getComputedStyle(e).fontSize))),
            chart: document.querySelector('.st-key-wall_timeline svg.marks').getBoundingClientRect().height,
            cell: document.querySelector('.st-key-wall_timeline').getBoundingClientRect().height})"""
    )
    assert sizes["page"] == [width, height]
    assert sizes["figure"] >= 56 * scale
    assert sizes["row"] >= 20 * scale
    assert sizes["least"] >= 18 * scale
    assert sizes["chart"] > 0.8 * sizes["cell"]
    assert person.page.locator("[data-testid=stSidebar]:visible, [data-testid=stHeader]:visible").count() == 0
    assert person.complaints() == []
    person.page.context.close()


def test_a_refresh_moves_nothing_and_takes_nothing_away(wall: Page) -> None:
    expect(wall.locator(".st-key-wall_timeline svg.marks")).to_be_visible(timeout=RECOVERS_MS)
    wall.evaluate(
        """() => { window.seen = []; const look = () => {
            const boxes = ['.st-key-wall_timeline svg.marks', '.st-key-wall_alerts .wall-row', '.wall-figure'].map((name) => {
                const box = document.querySelector(name)?.getBoundingClientRect();
                return box ? [box.x, box.y, box.width, box.height].map(Math.round).join() : 'none'; });
            window.seen.push(boxes.join(' | ')); requestAnimationFrame(look); }; look(); }"""
    )
    for _ in range(3):
        zone = wall.query_selector(".wall-zone")
        wall.wait_for_function("(zone) => document.querySelector('.wall-zone') !== zone", arg=zone, timeout=RECOVERS_MS)
    places = set(wall.evaluate("window.seen"))
    assert len(places) == 1
    assert "none" not in places.pop()


def test_thirty_screens_ask_no_more_than_one(deployment: Deployment) -> None:
    def asked(screens: list[Screen]) -> int:
        """Statements in twelve seconds, while each is refreshed every four."""
        for screen in screens:
            screen.open()
        before = deployment.engine.statements()
        begun = time.monotonic()
        for turn in range(3):
            for screen in screens:
                screen.refresh()
            time.sleep(max(0.0, begun + 4 * (turn + 1) - time.monotonic()))
        spent = time.monotonic() - begun
        found = deployment.engine.statements() - before
        for screen in screens:
            screen.close()
        return round(found * 12 / spent)

    query = "refresh=2s&window=3d"
    alone = asked([Screen(deployment.app.address, "wall", query)])
    together = asked([Screen(deployment.app.address, "wall", query) for _ in range(30)])
    assert alone > 20, "it does ask"
    assert together <= alone * 1.25
