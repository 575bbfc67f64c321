"""What a deployment has of the schema, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ja4dash.schema.definition import Definition, definitions
from ja4dash.schema.render import MARK
from ja4dash.statement import OPTIONAL_COLUMNS

if TYPE_CHECKING:
    from ja4dash.db import Door
    from ja4dash.settings import Settings

_OBJECTS = """
SELECT
    database,
    name,
    comment,
    engine_full,
    extractAll(create_table_query, '\\\\bPROJECTION `?(\\\\w+)') AS projections,
    ifNull(total_rows, 0) AS held_rows
FROM system.tables
WHERE database IN ({logs:String}, {processing:String})
"""
_COLUMNS = """
SELECT database, table, groupArray(name) AS names FROM system.columns
WHERE database IN ({logs:String}, {processing:String}) GROUP BY database, table
"""
_BROKEN = "SELECT name FROM system.dictionaries WHERE database = {processing:String} AND status LIKE 'FAILED%'"
_PROJECTED = """
SELECT database, table, groupArray(name) AS names
FROM
(
    SELECT database, table, name, count() AS held FROM system.projection_parts
    WHERE active AND database = {processing:String}
    GROUP BY database, table, name
) AS projected
INNER JOIN
(
    SELECT database, table, count() AS parts FROM system.parts
    WHERE active AND database = {processing:String}
    GROUP BY database, table
) AS whole USING (database, table)
WHERE held >= parts
GROUP BY database, table
"""
"""Projections that every part of their table holds."""
_DATABASES = "SELECT name FROM system.databases WHERE name IN ({logs:String}, {processing:String})"


@dataclass(frozen=True)
class Present:
    """An object that is there."""

    comment: str = ""
    engine: str = ""
    columns: frozenset[str] = frozenset()
    projections: frozenset[str] = frozenset()
    projected: frozenset[str] = frozenset()
    """Those of the projections that all rows of the table are in."""

    @property
    def ours(self) -> bool:
        """True when a migration of ours made it."""
        return self.comment.startswith(f"{MARK} ")

    @property
    def spread(self) -> bool:
        """True for a table whose rows are on the nodes of a cluster."""
        return self.engine.startswith("Distributed")


@dataclass(frozen=True)
class Inventory:
    """Databases and objects that are there, and dictionaries that failed to load."""

    databases: frozenset[str] = frozenset()
    objects: dict[tuple[str, str], Present] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    def find(self, definition: Definition, settings: Settings) -> Present | None:
        """The object of a definition, if it is there."""
        database = database_name(definition, settings)
        if definition.kind == "database":
            return Present() if database in self.databases else None
        return self.objects.get((database, definition.object))

    def has(self, database: str, name: str) -> bool:
        """True when the object is there."""
        return (database, name) in self.objects

    def missing_of_http_logs(self, settings: Settings) -> frozenset[str]:
        """Optional columns that an existing http_logs lacks."""
        there = self.objects.get((settings.logs_db, "http_logs"))
        return frozenset(OPTIONAL_COLUMNS) - there.columns if there else frozenset()

    def superseded(self, definition: Definition, settings: Settings) -> bool:
        """True for the source table of a dictionary that exists with a source of its own."""
        if not definition.object.startswith("ref_"):
            return False
        readers = [other for other in definitions() if other.source == definition.object]
        found = [self.find(reader, settings) for reader in readers]
        return any(reader is not None and not reader.ours for reader in found)


@dataclass(frozen=True)
class Missing:
    """Something expected that is not there. `migration` makes it; `optional` columns are done without."""

    kind: str
    name: str
    migration: str
    optional: bool = False


def taken(door: Door) -> Inventory:
    """Look at the deployment."""
    names = {"logs": door.settings.logs_db, "processing": door.settings.processing_db}
    columns, projected = (
        {(row["database"], row["table"]): frozenset(row["names"]) for row in _rows(door, sql, names)}
        for sql in (_COLUMNS, _PROJECTED)
    )
    return Inventory(
        databases=frozenset(row["name"] for row in _rows(door, _DATABASES, names)),
        objects={
            (row["database"], row["name"]): Present(
                row["comment"],
                row["engine_full"],
                columns.get((row["database"], row["name"]), frozenset()),
                defined := frozenset(row["projections"]),
                projected.get((row["database"], row["name"]), frozenset()) if row["held_rows"] else defined,
            )
            for row in _rows(door, _OBJECTS, names)
        },
        broken=frozenset(row["name"] for row in _rows(door, _BROKEN, {"processing": names["processing"]})),
    )


def _rows(door: Door, sql: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in door.query(sql, parameters).to_dict("records")]


def missing_objects(door: Door) -> list[Missing]:
    """Databases, tables, views, dictionaries and columns that are expected and not there, in the order of the migrations."""
    settings, there = door.settings, taken(door)
    lacking: list[Missing] = []
    for definition in definitions():
        if definition.changes or there.superseded(definition, settings):
            continue
        name = full_name(definition, settings)
        present = there.find(definition, settings)
        if present is None:
            lacking.append(Missing(definition.kind, name, definition.name))
            continue
        lacking += [
            Missing(
                "column", f"{name}.{column}", definition.name, definition.object == "http_logs" and column in OPTIONAL_COLUMNS
            )
            for column in definition.columns
            if column not in present.columns
        ]
    return lacking


def database_name(definition: Definition, settings: Settings) -> str:
    """The database of a definition on this deployment."""
    return settings.logs_db if definition.database == "logs" else settings.processing_db


def full_name(definition: Definition, settings: Settings) -> str:
    """`database.object`, as people write it."""
    database = database_name(definition, settings)
    return f"{database}.{definition.object}" if definition.object else database


def retention_of(present: Present) -> int:
    """Days that a table keeps its rows; 0 when it keeps them all."""
    found = re.search(r"TTL \w+ \+ toIntervalDay\((\d+)\)", present.engine)
    return int(found[1]) if found else 0
