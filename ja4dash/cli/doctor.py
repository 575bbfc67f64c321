"""doctor: examine the installation; exit status 1 when something is broken."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from ja4dash import db
from ja4dash.cli.output import write
from ja4dash.doctor import Finding, examine, well
from ja4dash.export import to_json, visible


def run(options: argparse.Namespace) -> int:
    """Print the findings."""
    findings = examine(db.door())
    if options.format == "json":
        write(to_json([asdict(finding) for finding in findings], indent=2))
    else:
        write("\n".join(_lines(finding) for finding in findings))
    return 0 if well(findings) else 1


def _lines(finding: Finding) -> str:
    line = f"{finding.state:<8} {finding.name}: {visible(finding.what)}"
    return f"{line}\n{'':<9}-> {visible(finding.advice)}" if finding.advice else line
