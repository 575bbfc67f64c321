"""Pictures of every page for the documentation: `python -m tests.browser.screenshots docs/screenshots`."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.person import Person, browsing
from tests.browser.served import served

PAGES = {
    "overview": "/",
    "traffic": "/traffic",
    "detections": "/detections?window=24h",
    "triage": "/triage?window=24h",
    "scores": "/scores?window=24h",
    "sessions": "/sessions",
    "features": "/features",
    "geography": "/geography",
    "discovery": "/discovery?window=3d",
    "novelty": "/novelty?window=24h",
    "campaigns": "/campaigns?window=3d",
    "campaign": "/campaign?window=3d&campaign=1",
    "fleets": "/fleets?window=3d",
    "fingerprints": "/fingerprints",
    "browsers": "/browsers",
    "coherence": "/coherence",
    "signatures": "/signatures",
    "evasion": "/evasion",
    "models": "/models?window=3d",
    "verdicts": "/verdicts?window=3d",
    "health": "/health?window=3d",
    "ja4": "/ja4?ja4=t13d1517h2_8daaf6152771_cb7bf5808d99",
    "reference": "/reference?list=browser_ja4",
    "glossary": "/glossary",
    "journal": "/journal",
}
DAYS = 2
SIZES = {"": (1440, 900), "-phone": (390, 844), "-1920": (1920, 1080)}
ONLY = {"-1920": {"overview"}}
"""Pages that are pictured at a size; all of them where it is not named."""
WALLS = {"wall-1920": (1920, 1080), "wall-3840": (3840, 2160)}
SCENES = ("overview", "campaigns", "map")
TALLEST = 5000
COLOURS = 256


def take(folder: Path, address: str) -> None:
    """A picture of each page in both colour schemes, on a desk and on a phone, and of the first one on a wall screen."""
    with browsing() as browser:
        _await_detections(Person.at(browser, address))
        take_walls(folder, browser, address)
        for scheme in ("dark", "light"):
            for suffix, (width, height) in SIZES.items():
                person = Person.at(browser, address, width=width, height=height, scheme=scheme)
                for name, path in {**PAGES, "source": _busiest(person)}.items():
                    if name not in ONLY.get(suffix, {name}):
                        continue
                    person.open(path)
                    _grow(person, width)
                    _save(person.page.screenshot(), folder / f"{name}{suffix}-{scheme}.png")
                    person.page.set_viewport_size({"width": width, "height": height})
                    print(f"{name}{suffix}-{scheme}.png", *person.complaints(), file=sys.stderr)
                person.page.context.close()


def take_walls(folder: Path, browser: Browser, address: str) -> None:
    """The wall at the sizes of its screens, and its scenes at the smaller one."""
    for scheme in ("dark", "light"):
        for size, (width, height) in WALLS.items():
            person = Person.at(browser, address, width=width, height=height, scheme=scheme)
            for scene in SCENES if width == 1920 else SCENES[:1]:
                person.open(f"/wall?scenes={scene}")
                person.page.wait_for_selector(".wall-row")
                person.settle()
                name = size if scene == "overview" else f"wall-{scene}"
                _save(person.page.screenshot(), folder / f"{name}-{scheme}.png")
                print(f"{name}-{scheme}.png", *person.complaints(), file=sys.stderr)
            person.page.context.close()


def _await_detections(person: Person) -> None:
    """Wait until the past is scored, as the health page tells it."""
    person.open("/health?window=3d")
    for _ in range(40):
        told = person.page.locator("[data-testid=stMetric]", has_text="Cycles").locator("[data-testid=stMetricValue]")
        if told.count() and int(told.first.inner_text().replace(",", "") or 0) >= 24 * DAYS:
            break
        person.page.wait_for_timeout(3000)
        person.open("/health?window=3d")
    person.page.context.close()


def _busiest(person: Person) -> str:
    """The address of the busiest source's page."""
    person.open("/ip")
    person.click_cell(60, 45)
    person.page.wait_for_url(re.compile(r"/ip\?.*ip="))
    return person.page.url.removeprefix(person.base)


def _grow(person: Person, width: int) -> None:
    height = person.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    person.page.set_viewport_size({"width": width, "height": min(int(height) + 20, TALLEST)})
    person.settle()


def _save(picture: bytes, path: Path) -> None:
    """Keep a picture with a palette: a third of the size, and no difference to be seen."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Serve the app on a fresh simulated past and take the pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        served(Path(data), {"JA4DASH_SIMULATE_DAYS": str(DAYS)}) as address,
    ):
        take(folder, address)


if __name__ == "__main__":
    main()
