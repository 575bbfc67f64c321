"""`python -m tests.bench --rows 1000000`: build, measure, print."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from tests.bench import operations
from tests.bench.data import built, told


def main() -> None:
    """Measure what was asked for and print the tables as Markdown."""
    options = _options()
    logging.disable(logging.WARNING)
    door, made = built(options.rows, options.folder / str(options.rows), again=options.again)
    print(f"{made.requests:,} requests, {made.scores:,} scores, {made.detections:,} detections over 7 days")
    if made.rate:
        print(f"INSERT … SELECT: {made.rate:,.0f} requests/s with everything that hangs on it, {made.raw_rate:,.0f} without")
    print("\n| operation | plain ms | cold ms | warm ms | plain / cold | statements | rows read | plain rows read |")
    print("|---|---|---|---|---|---|---|---|")
    for one in operations.measured(door, options.times, frozenset(options.only)):
        told(one.name)
        print(
            f"| {one.name} | {one.plain.milliseconds:,.1f} | {one.cold.milliseconds:,.1f} | {one.warm:,.1f} | {one.ratio:,.1f}"
            f" | {one.cold.statements} | {one.cold.rows:,} | {one.plain.rows:,} |",
            flush=True,
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="requests over 7 days")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where data is kept")
    parser.add_argument("--times", type=int, default=5, help="how often each operation is asked; the median counts")
    parser.add_argument("--again", action="store_true", help="fill the log anew even where it is fresh")
    parser.add_argument("only", nargs="*", help="operations; all of them if none is named")
    return parser.parse_args()


if __name__ == "__main__":
    main()
