"""Resident memory of the app as `make run` starts it, while every page is opened in Chromium again and again.

    CHROMIUM=/usr/bin/chromium python -m tests.bench.memory --minutes 10

Prints the curve (seconds, MiB resident, what was opened) and the highest figure. Settings of the caller's environment
reach the app, so that one can be tried: `JA4DASH_MEMORY_LIMIT_MB=256 python -m tests.bench.memory`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from tests.bench.resident import Resident
from tests.browser.person import MAIN, Person, browsing
from tests.browser.served import listening, served
from tests.browser.test_pages import PAGES

DEEP = {
    "/ip?ip=203.0.113.68": "Source",
    "/traffic?window=7d": "Traffic",
    "/discovery?window=7d": "Discovery",
    "/novelty?window=7d": "First seen",
    "/campaigns?window=7d": "Campaigns",
}

_PATIENCE_MS = 180_000


def main() -> None:
    """Serve, open, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two pages")
    options = parser.parse_args()
    settings = {name: value for name, value in os.environ.items() if name.startswith("JA4DASH_")}
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), settings) as address:
        memory = Resident(listening(address))
        for path in _opened(address, options.minutes * 60, options.pause):
            seconds, now = memory.sample()
            print(f"{seconds:7.0f} s {now:7.0f} MiB  {path}", flush=True)
        now = memory.sample()[1]
        print(f"highest {memory.highest:.0f} MiB, at the end {now:.0f} MiB, peak of the kernel {memory.peak():.0f} MiB")


def _opened(address: str, seconds: float, pause: float) -> Iterator[str]:
    """The paths of the pages that were opened, one after the other, for so long."""
    end = time.monotonic() + seconds
    with browsing() as browser:
        for path in cycle([*PAGES, *DEEP]):
            if time.monotonic() > end:
                return
            person = Person.at(browser, address)
            person.page.goto(address + path)
            person.page.wait_for_selector(MAIN, timeout=_PATIENCE_MS)
            person.settle(limit_ms=_PATIENCE_MS)
            assert not person.complaints(), person.complaints()
            yield path
            person.page.wait_for_timeout(pause * 1000)
            person.page.context.close()


if __name__ == "__main__":
    main()
