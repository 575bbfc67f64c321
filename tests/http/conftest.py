"""A ClickHouse-HTTP front in another process, and doors to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.schema import migrate
from ja4dash.settings import Settings, load
from tests.http.front import User
from tests.http.process import FrontProcess

USERS: Final = {
    "default": User(),
    "analyst": User("s\u00e9same & 100 % open?"),
    "reader": User("looks-only", readonly=2),
    "strict": User("touches-nothing", readonly=1),
}
LOOPBACK: Final = Path(__file__).with_name("loopback.pem")
"""Certificate and key made for these tests, worth nothing: 127.0.0.1, until 2120."""
_number = itertools.count(1)


@pytest.fixture(scope="session")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontProcess]:
    """The front of this run."""
    process = FrontProcess(tmp_path_factory.mktemp("front") / "engine", USERS)
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def far_away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontProcess]:
    """A server whose zone is not UTC."""
    process = FrontProcess(tmp_path_factory.mktemp("kolkata") / "engine", USERS, environment={"TZ": "Asia/Kolkata"})
    process.start()
    yield process
    process.stop()


def server_settings(front: FrontProcess, folder: Path, **changes: object) -> Settings:
    """Settings for two databases of their own behind a front."""
    number = next(_number)
    basis: dict[str, object] = {
        "engine": "server",
        "host": "127.0.0.1",
        "port": front.port,
        "user": "default",
        "data_dir": folder,
        "models_dir": folder / "models",
        "logs_db": f"logs_{number}",
        "processing_db": f"processing_{number}",
        "simulate": "off",
    }
    return load(**(basis | changes))


@pytest.fixture
def http_empty_door(front: FrontProcess, tmp_path: Path) -> Iterator[Door]:
    """A door over HTTP to two databases that do not exist yet."""
    with db.use(Door(server_settings(front, tmp_path))) as door:
        yield door
        for name in (door.settings.processing_db, door.settings.logs_db):
            door.command("DROP DATABASE IF EXISTS {name:Identifier}", {"name": name})
        door.pool.close()


@pytest.fixture
def http_door(http_empty_door: Door) -> Door:
    """A door over HTTP to two migrated databases."""
    assert migrate(http_empty_door).complete
    return http_empty_door
