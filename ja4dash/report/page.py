"""A report as one HTML file: no script, no request, every value escaped by the template engine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ja4dash import __version__, palette, severity, words
from ja4dash.provenance import Asked
from ja4dash.report.drawing import level_class
from ja4dash.report.parts import Report
from ja4dash.report.text import Text, text

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
LONGEST_STATEMENT: Final = 20_000


def page(report: Report) -> bytes:
    """The file, UTF-8."""
    return _ENVIRONMENT.get_template("report.html").render(report=report).encode("utf-8", "backslashreplace")


def file_name(report: Report) -> str:
    """Subject, window and UTC time, in characters that every file system takes."""
    subject = re.sub(r"[^a-z0-9.]+", "-", report.title.lower()).strip("-.")
    window = f"{report.since:%Y-%m-%dT%H%MZ}-to-{report.until:%Y-%m-%dT%H%MZ}"
    return f"report_{subject}_{window}_{report.made_at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.html"


def _figures(asked: Asked) -> str:
    """What answering a statement took."""
    if asked.rows is None:
        return f"{asked.name}: failed after {asked.milliseconds:,.0f} ms, at {words.moment(asked.fetched_at)}"
    read = "" if asked.rows_read is None else f"{words.plural(asked.rows_read, 'row')} read, "
    returned = words.plural(asked.rows, "row")
    return f"{asked.name}: {read}{returned} returned, {asked.milliseconds:,.0f} ms, fetched {words.moment(asked.fetched_at)}"


def _script(asked: Asked) -> Text:
    return text(asked.script(), LONGEST_STATEMENT, lines=True)


def _levels() -> Iterable[tuple[str, str, str]]:
    """Class, dark colour and light colour of every threat level, and of one that is not ours."""
    for level in (*severity.LEVELS, "unknown"):
        yield level_class(level), severity.colour(level), severity.colour(level, dark=False)


_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("ja4dash.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.globals.update(
    policy=Markup(POLICY),  # noqa: S704 - ours, and a constant
    version=__version__,
    dark=palette.DARK,
    light=palette.LIGHT,
    levels=tuple(_levels()),
    moment=words.moment,
)
_ENVIRONMENT.filters.update(figures=_figures, script=_script)
