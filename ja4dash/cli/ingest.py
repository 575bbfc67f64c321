"""ingest: load requests from files."""

from __future__ import annotations

import argparse
import io

from ja4dash import db
from ja4dash.cli.output import write
from ja4dash.export import visible
from ja4dash.ingest import ingest


def run(options: argparse.Namespace) -> int:
    """Load the files and print what became of them; names of files and columns cannot steer the terminal."""
    out = io.StringIO()
    status = ingest(options, db.door(), out)
    for line in out.getvalue().splitlines():
        write(visible(line))
    return status
