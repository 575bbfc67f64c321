"""simulate: write simulated requests of the last days."""

from __future__ import annotations

import argparse
import sys

from ja4dash import db
from ja4dash.cli.output import write
from ja4dash.cli.run import CommandError
from ja4dash.simulate.command import run as written


def run(options: argparse.Namespace) -> int:
    """Write what is missing, print what was written; progress goes to standard error."""
    door = db.door()
    if door.settings.simulate == "off":
        raise CommandError("simulation is switched off here (JA4DASH_SIMULATE=off)")
    summary = written(
        door,
        days=door.settings.simulate_days if options.days is None else options.days,
        rate=door.settings.simulate_rate if options.rate is None else options.rate,
        seed=door.settings.simulate_seed if options.seed is None else options.seed,
        out=sys.stderr,
    )
    write(summary.sentence())
    return 0
