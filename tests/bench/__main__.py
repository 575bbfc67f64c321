"""`python -m tests.bench --rows 1000000`: build, measure, print tables in Markdown.

The embedded engine belongs to one process: what is measured through a served app runs after what is measured here.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
from pathlib import Path

from ja4dash.db import Door
from tests.bench import operations, pages
from tests.bench.data import built, told

PARTS = ("operations", "pages", "painted")


def main() -> None:
    """Measure what was asked for."""
    options = _options()
    logging.disable(logging.WARNING)
    folder = (options.folder / str(options.rows)).absolute()
    if options.part == "painted":
        _paint(folder, options.port)
    elif options.part:
        _engine(options, folder)
    else:
        for part in PARTS:
            subprocess.run([sys.executable, "-m", "tests.bench", *sys.argv[1:], "--part", part], check=True)


def _engine(options: argparse.Namespace, folder: Path) -> None:
    door, made = built(options.rows, folder, again=options.again and options.part == "operations")
    (folder / "subject.json").write_text(json.dumps(operations.subject_of(door)), "utf-8")
    if options.part == "pages":
        _pages(door, options.times)
        return
    print(f"{made.requests:,} requests, {made.scores:,} scores, {made.detections:,} detections over 7 days")
    if made.rate:
        print(f"INSERT … SELECT: {made.rate:,.0f} requests/s with every rollup, {made.raw_rate:,.0f} into the log alone")
    print(
        "\n| operation | plain ms | cold ms | warm ms | plain / cold | CPU plain / cold | statements | rows read | plain reads |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for one in operations.measured(door, options.times, frozenset(options.only)):
        told(one.name)
        print(
            f"| {one.name} | {one.plain.milliseconds:,.0f} | {one.cold.milliseconds:,.0f} | {one.warm:,.1f} | {one.ratio:,.1f}"
            f" | {one.plain.cpu / one.cold.cpu:,.1f} | {one.cold.statements} | {one.cold.rows:,} | {one.plain.rows:,} |",
            flush=True,
        )


def _pages(door: Door, times: int) -> None:
    print("\n| page | statements | rows read | cold database ms | warm database ms |\n|---|---|---|---|---|")
    for page in pages.asked(door, times):
        told(page.name)
        print(f"| {page.name} | {page.statements} | {page.rows:,} | {page.cold:,.0f} | {page.warm:,.0f} |", flush=True)


def _paint(folder: Path, port: int) -> None:
    subject = json.loads((folder / "subject.json").read_text("utf-8"))
    print("\n| page | last panel painted, first visit ms | second visit ms |\n|---|---|---|")
    for name, first, second in pages.painted(folder, subject, port):
        print(f"| {name} | {first:,.0f} | {second:,.0f} |", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="requests over 7 days")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where data is kept")
    parser.add_argument("--times", type=int, default=5, help="how often each operation is asked; the median counts")
    parser.add_argument("--again", action="store_true", help="fill the log anew even where it is fresh")
    parser.add_argument("--part", choices=PARTS, help="only this part")
    parser.add_argument("--port", type=int, default=0, help="of the served app; any free one")
    parser.add_argument("only", nargs="*", help="operations; all of them if none is named")
    return parser.parse_args()


if __name__ == "__main__":
    main()
