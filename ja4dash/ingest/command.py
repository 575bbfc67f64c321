"""`python -m ja4dash ingest`: options in, sentences out, an exit status back."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Final, TextIO

from ja4dash.ingest.run import UsageError, run

if TYPE_CHECKING:
    from ja4dash.db import Door

WRONG_USAGE: Final = 2


def ingest(options: Namespace, door: Door, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Run with `files`, `shift_to_now`, `again`, `format`, `rejects` of the options.

    Returns 0 when every row is loaded, 1 when rows were rejected, a file failed or the engine stopped the run, 2 for wrong
    usage. Raises QueryError when the deployment cannot take requests.
    """
    out, err = out or sys.stdout, err or sys.stderr
    try:
        summary = run(
            door,
            options.files,
            shift_to_now=options.shift_to_now,
            again=options.again,
            rejects=options.rejects,
            format=options.format,
            progress=err,
        )
    except UsageError as error:
        err.write(f"{error}\n")
        return WRONG_USAGE
    out.write("\n".join(summary.lines()) + "\n")
    return summary.exit_status
