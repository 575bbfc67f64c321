"""report: a source or a campaign as one HTML file."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from ja4dash import rights, words
from ja4dash.cli.output import say
from ja4dash.cli.run import CommandError
from ja4dash.report import answers, made, page
from ja4dash.report.parts import Report
from ja4dash.scope import LAST_CAMPAIGN, Scope, address, parse


def run(options: argparse.Namespace) -> int:
    """Make the report and write it to a file or to standard output."""
    scope, base, by = (
        _scope(options),
        answers.clean_base(options.address) if options.address else "",
        rights.command_line(options.by).name,
    )
    report = _made(options.kind, options.subject, scope, by, base)
    content = page.page(report)
    if options.output is None:
        sys.stdout.buffer.write(content)
        return 0
    _write(options.output, content)
    say(f"{report.title}, {report.since:%Y-%m-%d %H:%M} to {report.until:%Y-%m-%d %H:%M} UTC: {words.size(len(content))}")
    return 0


def _made(kind: str, subject: str, scope: Scope, by: str, base: str) -> Report:
    if kind == "ip":
        return made.of_source(address(subject), scope, by=by, base=base)
    if not (re.fullmatch("[0-9]{1,10}", subject) and int(subject) <= LAST_CAMPAIGN):
        raise CommandError(f"a campaign has a number, not {subject[:64]!r}")
    return made.of_campaign(int(subject), scope, by=by, base=base)


def _scope(options: argparse.Namespace) -> Scope:
    given = {"window": options.window, "from": options.since, "to": options.until}
    scope, problems = parse({name: [value] for name, value in given.items() if value})
    if problems:
        raise CommandError("; ".join(f"{problem.name} {problem.value!r}: {problem.why}" for problem in problems))
    return scope


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: somebody may be reading the file that was there."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
