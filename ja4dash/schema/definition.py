"""What a schema file says: the object it makes, its columns, and how it is laid out on a cluster."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

Kind = Literal["database", "table", "dictionary", "view", "retention", "projection"]
Database = Literal["logs", "processing"]

_NAMED: Final = re.compile(r"\{(logs|processing):Identifier\}(?:\.(\w+))?")
_KINDS: Final[dict[str, Kind]] = {
    "CREATE DATABASE": "database",
    "CREATE TABLE": "table",
    "CREATE DICTIONARY": "dictionary",
    "CREATE VIEW": "view",
}
_CHANGES: Final[dict[str, Kind]] = {"MODIFY TTL": "retention", "ADD PROJECTION": "projection"}
_PROJECTION: Final = re.compile(r"ADD PROJECTION IF NOT EXISTS (\w+)")
_COLUMN: Final = re.compile(r"^ {4}(?!INDEX )(\w+) ([^\n]+?),?$", re.M)
_SHARDED: Final = re.compile(r"sharded by (.+?): ")
_SOURCE: Final = re.compile(r"TABLE '(\w+)'|FROM \{processing:Identifier\}\.(\w+)")


@dataclass(frozen=True)
class Definition:
    """One schema file. `columns` are in order, with their types where the file declares them."""

    name: str
    kind: Kind
    database: Database
    object: str
    statement: str
    columns: dict[str, str]
    always: frozenset[str] = frozenset()
    shard_key: str = ""

    @property
    def source(self) -> str:
        """The table a dictionary loads from."""
        found = _SOURCE.search(self.statement) if self.kind == "dictionary" else None
        return next(filter(None, found.groups()), "") if found else ""

    @property
    def projection(self) -> str:
        """What it adds to a table that groups rows ahead; "" for any other kind."""
        found = _PROJECTION.search(self.statement)
        return found[1] if found else ""

    @property
    def changes(self) -> bool:
        """True for what changes a table and is no object of its own."""
        return self.kind in _CHANGES.values()


@cache
def definitions() -> tuple[Definition, ...]:
    """All schema files, in the order they are applied."""
    folder = files("ja4dash").joinpath("schema")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    return tuple(_parsed(name.removesuffix(".sql"), folder.joinpath(name).read_text("utf-8")) for name in names)


def _parsed(name: str, text: str) -> Definition:
    statement = re.sub(r"\A(?:--[^\n]*\n)*", "", text).strip()
    head = text[: text.index(statement)]
    kind = _kind(statement)
    named = _NAMED.search(statement)
    if named is None:
        raise ValueError(f"{name}.sql names no object")
    return Definition(
        name=name,
        kind=kind,
        database="logs" if named[1] == "logs" else "processing",
        object=named[2] or "",
        statement=statement,
        columns=_columns(kind, head, statement),
        always=frozenset(re.findall(r"\w+", " ".join(re.findall(r"^-- always: (.*)$", head, re.M)))),
        shard_key=next(iter(_SHARDED.findall(head)), ""),
    )


def _kind(statement: str) -> Kind:
    begun = [kind for start, kind in _KINDS.items() if statement.startswith(start)]
    return begun[0] if begun else next(kind for change, kind in _CHANGES.items() if change in statement)


def _columns(kind: Kind, head: str, statement: str) -> dict[str, str]:
    if kind == "view":
        return dict.fromkeys(re.findall(r"\w+", " ".join(re.findall(r"^-- columns: (.*)$", head, re.M))), "")
    if kind not in ("table", "dictionary"):
        return {}
    body = statement[statement.index("(") : statement.index("\n)")]
    return dict(_COLUMN.findall(body))
