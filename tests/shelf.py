"""Migrated databases that tests take and put back: emptying tables takes a tenth of the time of migrating.

A file that fills one for all of its tests takes it too (`lent`): the first of a run is migrated, the next are found clean.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ja4dash import db
from ja4dash.db import Door
from ja4dash.pool import Pool
from ja4dash.schema import migrate
from ja4dash.schema.shipped import LISTS, ReferenceList
from ja4dash.settings import Settings

OBJECTS = """
SELECT database, name, cityHash64(create_table_query) AS text FROM system.tables
WHERE database IN ({logs:String}, {processing:String}) AND NOT startsWith(name, '.') ORDER BY ALL
"""
PARTS = """
SELECT database, table, sum(rows) AS stored, max(data_version) AS version FROM system.parts
WHERE active AND database IN ({logs:String}, {processing:String}) AND NOT startsWith(table, '.') GROUP BY ALL ORDER BY ALL
"""
DICTIONARIES = """
SELECT name, if(status = 'NOT_LOADED', 'LOADED', status) AS usable FROM system.dictionaries
WHERE database = {processing:String} ORDER BY name
"""
"""A dictionary is loaded when it is first asked: that alone changes nothing."""


@dataclass(frozen=True)
class State:
    """What a migrated pair of databases holds: its objects, its filled tables, its dictionaries."""

    objects: frozenset[tuple[str, str, int]]
    filled: dict[tuple[str, str], tuple[int, int]]
    dictionaries: frozenset[tuple[str, str]]


class Shelf:
    """Pairs of migrated databases on one engine, each as it was after `migrate` when it is taken."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._clean: list[tuple[Settings, State]] = []

    def take(self, fresh: Settings) -> tuple[Settings, State]:
        """A clean pair from the shelf, or a new one with the settings given."""
        if self._clean:
            return self._clean.pop()
        with db.use(Door(fresh, pool=self.pool)) as door:
            assert migrate(door).complete
            return fresh, state(door)

    @contextmanager
    def lent(self, fresh: Settings) -> Iterator[Door]:
        """A door to a clean pair meanwhile, not yet the one in use."""
        settings, clean = self.take(fresh)
        yield Door(settings, pool=self.pool)
        self.put_back(settings, clean)

    def put_back(self, settings: Settings, before: State) -> None:
        """Empty what a test has filled and load the lists it has changed; drop a pair of which it has changed more."""
        door = Door(settings, pool=self.pool)
        after = state(door)
        lists = {(settings.processing_db, shipped.table): shipped for shipped in LISTS}
        changed = {table for table, held in before.filled.items() if after.filled.get(table) != held}
        if (after.objects, after.dictionaries) != (before.objects, before.dictionaries) or changed - lists.keys():
            drop(door)
            return
        for database, table in changed | (after.filled.keys() - before.filled.keys()):
            door.command("TRUNCATE TABLE {database:Identifier}.{table:Identifier}", {"database": database, "table": table})
        for one in changed:
            load_again(lists[one], door)
        shutil.rmtree(settings.models_dir, ignore_errors=True)
        self._clean.append((settings, state(door) if changed else before))


def load_again(shipped: ReferenceList, door: Door) -> None:
    """The rows of a shipped list into its emptied table, and its dictionary as it is then."""
    door.insert(door.settings.processing_db, shipped.table, shipped.rows)
    if shipped.dictionary:
        names = {"database": door.settings.processing_db, "name": shipped.dictionary}
        door.command("SYSTEM RELOAD DICTIONARY {database:Identifier}.{name:Identifier}", names)


def state(door: Door) -> State:
    """What the databases of a door hold now."""
    names = {"logs": door.settings.logs_db, "processing": door.settings.processing_db}
    objects, parts, dictionaries = (_tuples(door.query(sql, names)) for sql in (OBJECTS, PARTS, DICTIONARIES))
    filled = {(database, table): (stored, version) for database, table, stored, version in parts}
    return State(frozenset(objects), filled, frozenset(dictionaries))


def drop(door: Door) -> None:
    """Drop both databases of a door."""
    for name in (door.settings.processing_db, door.settings.logs_db):
        door.command("DROP DATABASE IF EXISTS {name:Identifier}", {"name": name})


def _tuples(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(frame.itertuples(index=False, name=None))
