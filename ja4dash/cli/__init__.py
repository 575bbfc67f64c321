"""The command line: `python -m ja4dash migrate | simulate | ingest | detect | query | report | doctor`.

Exit status: 0 done, 1 something is wrong (said in one sentence on standard error), 2 wrong usage, 130 interrupted.
A command's module is imported when it runs, so that `--help` needs nothing but this package.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence

from ja4dash.cli.parser import parsed

INTERRUPTED = 128 + signal.SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = parsed(sys.argv[1:] if argv is None else argv)
    try:
        status = _run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _close_output()
        return 0
    return status


def _run(options: argparse.Namespace) -> int:
    status: int = importlib.import_module("ja4dash.cli.run").run(options)
    return status


def _close_output() -> None:
    """Whoever read our output has gone; the interpreter must not complain about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
