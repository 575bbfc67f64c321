"""What a person at the browser does and notices: open a page, wait until it is still, look for what is wrong."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlparse

from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MAIN = "[data-testid=stMain]"
HARMLESS = re.compile(r"404|_stcore/(host-config|health)")
STATE = """() => [document.querySelectorAll('[data-testid=stMain] *').length,
    document.querySelectorAll('[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas').length,
    !!document.querySelector(`[data-testid=stStatusWidget], [data-testid=stSpinner], [data-testid=stSkeleton],
        [data-testid=stApp][data-test-script-state=running]`)]"""
LOOKS = 5
"""A machine that is busy looks seldom: so often it has to look the same."""


def chromium() -> str:
    """The Chromium of this machine; a suite without one fails."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise AssertionError("no Chromium found: `make test` installs one, or set CHROMIUM to its path")
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)
        yield browser
        browser.close()


def window(browser: Browser, *, width: int = 1440, height: int = 900, scheme: str = "dark") -> BrowserContext:
    """What a new visitor's pages share: size, colour scheme, and what was fetched."""
    return browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]


@dataclass
class Person:
    """One person's window on the app, with everything they would complain about."""

    page: Page
    base: str
    foreign: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, base: str, *, width: int = 1440, height: int = 900, scheme: str = "dark") -> Person:
        """A new window of this size and colour scheme, of somebody who was never here."""
        return cls.again(window(browser, width=width, height=height, scheme=scheme), base)

    @classmethod
    def again(cls, context: BrowserContext, base: str) -> Person:
        """One more page of somebody who has the scripts already: that is a quarter of the time of opening one."""
        person = cls(context.new_page(), base)
        host = urlparse(base).netloc
        person.page.on(
            "request",
            lambda r: person.foreign.append(r.url) if r.url.startswith("http") and urlparse(r.url).netloc != host else None,
        )
        person.page.on(
            "console", lambda m: person.console.append(m.text) if m.type == "error" and not HARMLESS.search(m.text) else None
        )
        return person

    def open(self, path: str = "/") -> None:
        """Open a page and wait until it is still."""
        self.page.goto(self.base + path)
        self.page.wait_for_selector(MAIN)
        self.settle()

    def settle(self, quiet_ms: int = 700, limit_ms: int = 30_000) -> None:
        """Wait until nothing runs and the page has not changed for a while, as often as one looked."""
        begun = changed = time.monotonic()
        alike, seen = 0, None
        while alike < LOOKS or time.monotonic() - changed < quiet_ms / 1000:
            assert time.monotonic() - begun < limit_ms / 1000, f"{self.page.url} did not come to rest in {limit_ms} ms"
            state = self.page.evaluate(STATE)
            if state == seen and not state[2]:
                alike += 1
            else:
                alike, seen, changed = 0, state, time.monotonic()
            self.page.wait_for_timeout(50)

    def click_cell(self, x: int, y: int, table: int = 0) -> None:
        """Click into a table (drawn on a canvas) at a distance from its upper left corner."""
        place = self.page.locator("[data-testid=stDataFrame]").nth(table)
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def follow_cell(self, x: int, y: int, leads_to: re.Pattern[str], table: int = 0) -> None:
        """Click into a table until the address is what it should lead to: a click while it is drawn anew is lost."""
        for _ in range(4):
            self.click_cell(x, y, table)
            try:
                self.page.wait_for_url(leads_to, timeout=5_000)
            except TimeoutError:
                continue
            self.settle()
            return
        raise AssertionError(f"a click led to {self.page.url}, not to {leads_to.pattern}")

    def text(self) -> str:
        """All words on the page."""
        return self.page.inner_text(MAIN)

    def complaints(self) -> list[str]:
        """Exception boxes, requests to elsewhere, errors in the console."""
        boxes = self.page.locator("[data-testid=stException]").all_inner_texts()
        return [*boxes, *(f"foreign request: {url}" for url in self.foreign), *(f"console: {text}" for text in self.console)]
