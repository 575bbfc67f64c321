"""Fixtures for all layers: one embedded engine a run, fresh databases where a test writes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.pool import Pool
from ja4dash.settings import Settings, load
from tests.shelf import Shelf, drop

_number = itertools.count(1)


@pytest.fixture(scope="session")
def engine_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the one embedded engine of this run."""
    return tmp_path_factory.mktemp("engine")


@pytest.fixture(scope="session")
def engine_pool(engine_dir: Path) -> Iterator[Pool]:
    """The clients of that engine, shared by all doors."""
    pool = Pool(load(engine="embedded", data_dir=engine_dir))
    yield pool
    pool.close()


def fresh_settings(engine_dir: Path) -> Settings:
    """Settings with two databases of their own on the one engine."""
    number = next(_number)
    return load(
        engine="embedded",
        data_dir=engine_dir,
        models_dir=engine_dir / f"models_{number}",
        logs_db=f"logs_{number}",
        processing_db=f"processing_{number}",
        simulate="off",
    )


@pytest.fixture
def empty_door(engine_dir: Path, engine_pool: Pool) -> Iterator[Door]:
    """A door to two databases that do not exist yet."""
    with db.use(Door(fresh_settings(engine_dir), pool=engine_pool)) as door:
        yield door
        drop(door)


@pytest.fixture(scope="session")
def shelf(engine_pool: Pool) -> Shelf:
    """Migrated databases of this run."""
    return Shelf(engine_pool)


@pytest.fixture
def door(engine_dir: Path, shelf: Shelf) -> Iterator[Door]:
    """A door to two migrated databases: every table, view and dictionary, the shipped reference lists, no requests."""
    with shelf.lent(fresh_settings(engine_dir)) as lent, db.use(lent):
        yield lent


@pytest.fixture(scope="module")
def file_door(engine_dir: Path, shelf: Shelf) -> Iterator[Door]:
    """A door as `door` is, for a file that fills it once; not yet the one in use."""
    with shelf.lent(fresh_settings(engine_dir)) as lent:
        yield lent
