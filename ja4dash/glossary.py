"""The field's words in plain sentences, with their sources; what headings and the glossary page say."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Entry:
    """A term: its group, its other names (columns among them), what it means, and where that is laid down.

    `source` is a document, a part of this project, or empty; `url` its address, empty when it has none.
    """

    term: str
    group: str
    also: tuple[str, ...]
    meaning: str
    source: str
    url: str


@cache
def entries() -> tuple[Entry, ...]:
    """All terms, group by group."""
    content = files("ja4dash").joinpath("reference", "glossary.csv").read_text("utf-8")
    return tuple(
        Entry(row["term"], row["group"], tuple(filter(None, row["also"].split("|"))), row["meaning"], row["source"], row["url"])
        for row in csv.DictReader(content.splitlines())
    )


def meaning(name: str) -> str:
    """What a term or a column means; KeyError for what is not explained."""
    return _by_name()[name.casefold()].meaning


def term(name: str) -> str:
    """What a term or a column is called; the name itself, in words, of what is not explained."""
    entry = _by_name().get(name.casefold())
    return entry.term if entry else name.replace("_", " ")


def found(text: str) -> list[Entry]:
    """Terms with all words of a text in their names, then those that use them in what they say."""
    words = text.casefold().split()
    named = [entry for entry in entries() if all(word in _names(entry) for word in words)]
    said = [entry for entry in entries() if entry not in named and all(word in _everything(entry) for word in words)]
    return named + said


@cache
def _by_name() -> Mapping[str, Entry]:
    return {name.casefold(): entry for entry in entries() for name in (entry.term, *entry.also)}


def _names(entry: Entry) -> str:
    return " ".join((entry.term, *entry.also)).casefold()


def _everything(entry: Entry) -> str:
    return f"{_names(entry)} {entry.meaning.casefold()}"
