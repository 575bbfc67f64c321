"""migrate: bring the databases up to the schema; exit status 1 when the engine refused a step."""

from __future__ import annotations

import argparse

from ja4dash import db
from ja4dash.cli.output import say, write
from ja4dash.cli.run import CommandError
from ja4dash.schema import migrate


def run(options: argparse.Namespace) -> int:
    """Print each step, or with --dry-run each statement."""
    door = db.door()
    if options.cluster and door.settings.embedded and not options.dry_run:
        raise CommandError("the embedded engine is no cluster: set JA4DASH_HOST, or add --dry-run to see the statements")
    report = migrate(door, dry_run=options.dry_run, cluster=options.cluster, out=write)
    say(report.sentence())
    return 0 if report.complete else 1
