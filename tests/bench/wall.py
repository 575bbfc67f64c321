"""What a wall costs over a day: `python -m tests.bench.wall docs [--refreshes 2880] [--screens 30]`.

A day of one refresh every 30 s is 2,880 refreshes; here they follow each other every second. One Chromium shows the wall, the
other screens are sessions over websockets. Written are wall-memory.csv (minutes, refreshes, memory of the server, heap of
the page and its nodes after a collection) and wall-memory.svg; printed are the times of the refreshes and the statements.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from tests.browser.deployment import Deployment, deployed
from tests.browser.person import Person, browsing
from tests.browser.screen import Screen

MIB = 1024 * 1024
SAMPLES = 48


@dataclass(frozen=True)
class Sample:
    """Memory at one moment."""

    minutes: float
    refreshes: int
    server_mib: float
    page_heap_mib: float
    page_nodes: int


def main() -> None:
    """Run it and write what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.wall")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--refreshes", type=int, default=2880)
    parser.add_argument("--screens", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as data, deployed(Path(data)) as deployment, browsing() as browser:
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        _screens(deployment, options.screens)
        person = Person.at(browser, deployment.app.address, width=1920, height=1080)
        for samples in _day(person, deployment, options.refreshes):
            _write(options.folder, samples)
        print(f"complaints of the page: {person.complaints()}")


# --- many screens -----------------------------------------------------------------------------------------------------


def _screens(deployment: Deployment, count: int) -> None:
    """Times of refreshes and statements a minute, with one screen and with many, each refreshed every 15 s."""
    for number in (1, count):
        screens = [Screen(deployment.app.address, "wall", f"refresh=15s&window={number}d") for _ in range(number)]
        for screen in screens:
            screen.open()
        before, begun, spent = deployment.engine.statements(), time.monotonic(), []
        for turn in range(4):
            for place, screen in enumerate(screens):
                time.sleep(max(0.0, begun + 15 * (turn + place / number) - time.monotonic()))
                spent.append(1000 * screen.refresh())
        time.sleep(max(0.0, begun + 60 - time.monotonic()))
        minutes = (time.monotonic() - begun) / 60
        statements = (deployment.engine.statements() - before) / minutes
        middle, late = statistics.median(spent), sorted(spent)[int(0.95 * (len(spent) - 1))]
        print(f"{number} screens: median {middle:.0f} ms, 95th percentile {late:.0f} ms, {statements:.0f} statements a minute")
        for screen in screens:
            screen.close()
        _rested(deployment)


def _rested(deployment: Deployment) -> None:
    """Until nobody's feed asks any more: one that is no longer looked at reads on for four rounds."""
    counts = [-1, deployment.engine.statements()]
    while counts[-1] != counts[-2]:
        time.sleep(20)
        counts.append(deployment.engine.statements())


# --- a day ------------------------------------------------------------------------------------------------------------


def _day(person: Person, deployment: Deployment, refreshes: int) -> Iterator[list[Sample]]:
    """The samples so far, each time there is one more: a run that is cut off leaves its curve."""
    person.page.add_init_script(
        """window.pictures = 0; new MutationObserver(() => {
            const now = document.querySelector('.wall-zone');
            if (now && now !== window.last) { window.last = now; window.pictures += 1; }
        }).observe(document, { childList: true, subtree: true });"""
    )
    person.page.goto(f"{person.base}/wall?refresh=1s")
    person.page.wait_for_selector(".wall-clock")
    session = person.page.context.new_cdp_session(person.page)
    begun = time.monotonic()
    samples: list[Sample] = []
    while not samples or samples[-1].refreshes < refreshes:
        wanted = refreshes * len(samples) // SAMPLES
        person.page.wait_for_function(f"window.pictures >= {wanted}", timeout=600_000, polling=1000)
        samples.append(_sample(person.page, session, deployment.app.pid, begun))
        print(*astuple(samples[-1]), file=sys.stderr, flush=True)
        yield samples


def _sample(page: Page, session: CDPSession, pid: int, begun: float) -> Sample:
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return Sample(
        round((time.monotonic() - begun) / 60, 2),
        int(page.evaluate("window.pictures")),
        round(resident / 1024, 1),
        round(metrics["JSHeapUsedSize"] / MIB, 2),
        int(metrics["Nodes"]),
    )


def _write(folder: Path, samples: Sequence[Sample]) -> None:
    (folder / "wall-memory.svg").write_text(drawn(samples), "utf-8")
    with (folder / "wall-memory.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([field.name for field in fields(Sample)])
        table.writerows(astuple(sample) for sample in samples)


WIDTH, HEIGHT, LEFT, TOP = 900, 320, 60, 40
COLOURS = {"server_mib": ("#0B6FAE", "server, MiB"), "page_heap_mib": ("#B4500B", "heap of the page, MiB")}


def drawn(samples: Sequence[Sample]) -> str:
    """The curves as SVG."""
    most = 1.1 * max(sample.server_mib for sample in samples)
    right, low = WIDTH - 20, HEIGHT - 40
    last = samples[-1].refreshes or 1
    shapes = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>']
    for part in range(5):
        y, value = low - part * (low - TOP) / 4, most * part / 4
        shapes.append(f'<path d="M{LEFT} {y:.0f}H{right}" stroke="#D5DDE5"/>')
        shapes.append(f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{value:.0f}</text>')
        x = LEFT + part * (right - LEFT) / 4
        shapes.append(f'<text x="{x:.0f}" y="{HEIGHT - 18}" text-anchor="middle">{last * part // 4:,}</text>')
    for place, (name, (colour, label)) in enumerate(COLOURS.items()):
        points = " ".join(
            f"{LEFT + (right - LEFT) * s.refreshes / last:.1f},{low - (low - TOP) * getattr(s, name) / most:.1f}" for s in samples
        )
        shapes.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        shapes.append(f'<text x="{LEFT + place * 160}" y="22" fill="{colour}">{label}</text>')
    shapes.append(f'<text x="{right}" y="22" text-anchor="end">over refreshes of a wall</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13"'
        f' fill="#15202B">{"".join(shapes)}</svg>\n'
    )


if __name__ == "__main__":
    main()
