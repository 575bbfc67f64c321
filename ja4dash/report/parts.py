"""What a report is made of. Everything here is data; the template alone makes it markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ja4dash.provenance import Asked
from ja4dash.report.drawing import Drawing
from ja4dash.report.text import Text


@dataclass(frozen=True)
class Facts:
    """Labels with what is known under them."""

    shape: ClassVar[str] = "facts"
    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence that matters; `bad` marks one that tells of a contradiction."""

    shape: ClassVar[str] = "sentence"
    text: Text
    bad: bool = False


@dataclass(frozen=True)
class Heading:
    """A column's name, what it means, and whether its cells are figures."""

    label: str
    help: str
    number: bool


@dataclass(frozen=True)
class Cell:
    """A value as text; `kind` is its style: text, number, mono, or a threat level's name in lower case."""

    text: Text
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """A table; `caption` says how many rows there are, and that it is cut where it is."""

    shape: ClassVar[str] = "table"
    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Nothing:
    """There is none of it, said as such."""

    shape: ClassVar[str] = "nothing"
    what: str


@dataclass(frozen=True)
class Failure:
    """What could not be asked, why, and what to do: never mistaken for nothing."""

    shape: ClassVar[str] = "failure"
    title: str
    message: Text
    advice: str


Part = Facts | Sentence | Table | Drawing | Nothing | Failure


@dataclass(frozen=True)
class Section:
    """One question and its answer. `note` says in our words what the figures are of."""

    title: str
    parts: tuple[Part, ...]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report, frozen; its oldest figure was fetched at `fetched_at`.

    `link` is the page it tells about, with the same window; `path` the same without the server.
    """

    title: str
    scope: Text
    since: datetime
    until: datetime
    made_at: datetime
    fetched_at: datetime
    made_by: Text
    engine: Text
    simulated: bool
    link: str
    path: str
    sections: tuple[Section, ...]
    asked: tuple[Asked, ...] = field(default=())
    missing: tuple[str, ...] = field(default=())
