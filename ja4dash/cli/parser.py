"""What can be typed."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

N = TypeVar("N", int, float)

EPILOG = """\
Settings come from the environment (JA4DASH_HOST, JA4DASH_DATA_DIR, ...) and .streamlit/secrets.toml.
Without a host, the embedded engine in .ja4dash/ is used.
"""
QUERY = """\
examples:
  python -m ja4dash query --list
  python -m ja4dash query overview
  python -m ja4dash query traffic --window 24h --method GET --format csv
  python -m ja4dash query ip --param ip=203.0.113.7 --param 'country=!FR'

--name value and --param name=value mean the same; repeat one for several values; a leading ! excludes a value.
"""


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command; `query` keeps what its operation understands in `arguments`. Exits with 2 on wrong usage."""
    parser = build()
    options, rest = parser.parse_known_args(argv)
    if rest and options.command != "query":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if options.command == "detect" and bool(options.captures) != bool(options.truth):
        parser.error("--captures and --truth belong together")
    if options.command == "query":
        options.arguments = _pairs(rest, parser.error) + options.param
        if not options.name and not options.list:
            parser.error("query needs the name of an operation; --list names them")
    return options


def build() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m ja4dash",
        description="What attacks, who it is, and what to do about it, read from TLS and HTTP/2 fingerprints.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for add in (_migrate, _simulate, _ingest, _detect, _query, _report, _doctor):
        add(commands)
    return parser


def _command(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False)


def _migrate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "migrate", "create what the databases lack; nothing is ever dropped")
    parser.add_argument("--dry-run", action="store_true", help="print the statements and run none")
    parser.add_argument("--cluster", type=_identifier, metavar="NAME", help="create on every node of this cluster, replicated")


def _simulate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "simulate", "write simulated requests, up to now")
    parser.add_argument("--days", type=_between(int, 1, 90), metavar="N", help="how far back they reach, 1 to 90")
    parser.add_argument("--rate", type=_between(float, 0.001, 1000), metavar="R", help="mean requests per second, up to 1000")
    parser.add_argument("--seed", type=_between(int, 0, 2**63 - 1), metavar="S", help="the same seed makes the same requests")
    parser.epilog = "What is left out is as in the settings (JA4DASH_SIMULATE_DAYS, _RATE, _SEED)."


def _ingest(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "ingest", "load requests from files (JSON lines, CSV, Parquet; plain, .gz, .zst)")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, a pattern, or - for standard input")
    parser.add_argument("--shift-to-now", action="store_true", help="move the capture so that it ends now, spacing kept")
    parser.add_argument("--again", action="store_true", help="load a file that was loaded before once more")
    parser.add_argument("--format", choices=("jsonl", "csv", "parquet"), help="form of the files; told by their name if left out")
    parser.add_argument("--rejects", metavar="PATH", help="where rejected lines go, with number and reason")


def _detect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "detect", "score the requests of the last hours and write what was found")
    parser.add_argument("--since", type=_span, default=timedelta(hours=2), metavar="SPAN", help="how far back, as 24h or 7d (2h)")
    parser.add_argument("--every", type=_span, metavar="SPAN", help="go on, once in so much time, as 5m")
    parser.add_argument("--force", action="store_true", help="also where another detector scores")
    parser.add_argument("--evaluate", action="store_true", help="measure against simulated truth, in databases of its own")
    parser.add_argument("--seeds", nargs="+", type=int, default=[100, 101, 102, 103, 104], help="what --evaluate simulates")
    parser.add_argument(
        "--rate", type=_between(float, 0.001, 1000), default=1.5, help="requests a second that --evaluate simulates (1.5)"
    )
    parser.add_argument("--ablate", action="store_true", help="--evaluate once more without each signal")
    parser.add_argument("--verdicts", type=_between(int, 1, 5000), metavar="N", help="--evaluate what N verdicts change")
    parser.add_argument(
        "--mistaken",
        type=_between(float, 0, 1),
        default=0.0,
        metavar="S",
        help="share of visitors easily mistaken, with --verdicts",
    )
    parser.add_argument("--captures", type=Path, metavar="FILE", help="captured requests to --evaluate on, with --truth")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="who is who in them: CSV with src_ip and truth_class")


def _query(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "query", "run an operation and print its result")
    parser.epilog, parser.formatter_class = QUERY, argparse.RawDescriptionHelpFormatter
    parser.add_argument("name", nargs="?", metavar="NAME", help="an operation, as --list names it")
    parser.add_argument("--param", action="append", type=_assignment, default=[], metavar="NAME=VALUE", help="a parameter")
    parser.add_argument("--format", choices=("json", "csv", "table"), help="form of the result (json; of --list: table)")
    parser.add_argument("--timing", action="store_true", help="milliseconds and rows of each statement, on standard error")
    parser.add_argument("--list", action="store_true", help="name the operations, or the parameters of one")


def _report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "report", "write what is known of a source or a campaign as one HTML file")
    parser.add_argument("kind", choices=("ip", "campaign"), help="what it is about")
    parser.add_argument("subject", metavar="SUBJECT", help="an address, or a campaign's number")
    parser.add_argument("--window", metavar="SPAN", help="how far back, as 24h or 7d (7d)")
    parser.add_argument("--from", dest="since", metavar="TIME", help="begin of the window, with --to: 2026-11-22T14:00Z")
    parser.add_argument("--to", dest="until", metavar="TIME", help="its end, not included")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it; standard output if left out")
    parser.add_argument("--address", default="", metavar="URL", help="where the dashboard is, for the link to the page")
    parser.add_argument("--by", default="", metavar="NAME", help="who made it; the account's name if left out")


def _doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "doctor", "examine the installation and say what to do")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="form of the findings (table)")


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a name of letters, digits and underscores")
    return text


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,4})([smhd])", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time span such as 5m, 24h or 7d")
    return timedelta(**{{"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}[found[2]]: int(found[1])})


def _between(kind: Callable[[str], N], low: N, high: N) -> Callable[[str], N]:
    def number(text: str) -> N:
        value = kind(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is not between {low} and {high}")
        return value

    number.__name__ = kind.__name__
    return number


def _assignment(text: str) -> tuple[str, str | None]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return _name(name), value


def _pairs(rest: Sequence[str], error: Callable[[str], object]) -> list[tuple[str, str | None]]:
    """`--name value`, `--name=value`, or `--name` alone (a switch; its value is None)."""
    pairs: list[tuple[str, str | None]] = []
    left = list(rest)
    while left:
        word = left.pop(0)
        if not word.startswith("--") or word == "--":
            error(f"{word!r} has no parameter's name before it")
        name, equals, value = word.removeprefix("--").partition("=")
        if not equals and left and not left[0].startswith("--"):
            value, equals = left.pop(0), "="
        pairs.append((_name(name), value if equals else None))
    return pairs


def _name(text: str) -> str:
    return text.replace("-", "_")
