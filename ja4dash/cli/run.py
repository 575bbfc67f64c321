"""Run a command and say what went wrong in one sentence."""

from __future__ import annotations

import argparse
import importlib
import logging
import sys

from ja4dash.errors import QueryError
from ja4dash.export import visible
from ja4dash.scope import ScopeError
from ja4dash.settings import SettingsError


class CommandError(Exception):
    """What was asked cannot be done; the message is one sentence that says why."""


def run(options: argparse.Namespace) -> int:
    """Exit status of the command; what went wrong is on standard error."""
    logging.getLogger("clickhouse_connect").setLevel(logging.ERROR)
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    try:
        status: int = importlib.import_module(f"ja4dash.cli.{options.command}").run(options)
    except QueryError as error:
        complain(f"{error.title}: {error.message}.", error.advice)
    except (CommandError, ScopeError, SettingsError) as error:
        complain(f"{error}.")
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"{error.filename or 'input or output'}: {error.strerror}.")
    else:
        return status
    return 1


def complain(*sentences: str) -> None:
    """Sentences on standard error."""
    print("ja4dash:", visible(" ".join(sentences)), file=sys.stderr)
