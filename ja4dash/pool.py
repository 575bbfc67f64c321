"""A pool of engine clients that throws a client away after any exception.

A failed query on the embedded engine can leave rows behind that show up in the next result of the same client, so a
client that saw an exception is never used again. The same pool serves a server over HTTP.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import clickhouse_connect
from clickhouse_connect import common
from clickhouse_connect.driver.exceptions import ClickHouseError

from ja4dash import folder, pace
from ja4dash.errors import Category, QueryError
from ja4dash.failures import AWAY, explained
from ja4dash.turns import Lane
from ja4dash.watch import Watch, never, only_shown

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

    from ja4dash.settings import Settings

common.set_setting("autogenerate_session_id", False)
common.set_setting("invalid_setting_action", "drop")

MIB: Final = 1024 * 1024
_RETRY_SECONDS: Final = 3.0
_GRACE_SECONDS: Final = 10.0
"""So much later than its time limit a server that says nothing is given up."""

_KILL: Final = "KILL QUERY WHERE Settings['log_comment'] = {tag:String} ASYNC"


@dataclass(frozen=True)
class Guard:
    """Limits of a class of statements: seconds, bytes of memory, rows and bytes of a result (0 = any size).

    `lane` is the queue it stands in, `patience` the seconds it waits there for its turn.
    """

    name: str
    seconds: int
    memory: int
    rows: int
    readonly: bool = True
    size: int = 0
    lane: str = "short"
    patience: float = 15.0

    def settings(self) -> dict[str, Any]:
        """As engine settings, given once to each client."""
        limits: dict[str, Any] = {"max_execution_time": self.seconds, "max_memory_usage": self.memory}
        if self.readonly:
            limits |= {"max_result_rows": self.rows, "result_overflow_mode": "throw", "readonly": 2}
        if self.size:
            limits["max_result_bytes"] = self.size
        return limits


INTERACTIVE: Final = Guard("interactive", seconds=15, memory=2048 * MIB, rows=100_000)
FACETS: Final = Guard("facets", seconds=6, memory=1024 * MIB, rows=10_000)
HEAVY: Final = Guard("heavy", seconds=60, memory=4096 * MIB, rows=1_000_000, lane="long", patience=60)
EXPORT: Final = Guard("export", seconds=60, memory=4096 * MIB, rows=100_000, size=64 * MIB, lane="long", patience=60)
WRITE: Final = Guard("write", seconds=300, memory=4096 * MIB, rows=0, readonly=False, lane="writing", patience=60)

PLACES: Final = {"short": 6, "long": 2, "writing": 4}
"""Statements that run at once, by lane: nobody who exports or scores can make a page wait, nor a page a decision."""


@dataclass(frozen=True)
class _Held:
    """A client, and the tag by which the engine knows its statements."""

    client: Client
    tag: str


class Pool:
    """Clients of one engine, a stack a guard. So many statements of a lane run at once; others wait their turn, not for ever."""

    def __init__(self, settings: Settings, places: Mapping[str, int] = PLACES) -> None:
        self.asker: Callable[[], Callable[[], bool]] = lambda: never
        """Called by the thread that asks: gives a function that tells later, from any thread, that the answer is unwanted."""
        self._settings = settings
        self._idle: dict[str, list[_Held]] = {}
        self._lock = threading.Lock()
        self._lanes = {name: Lane(name, count) for name, count in places.items()}
        self._watch = Watch(self._end)
        self._down: _Down | None = None

    @contextmanager
    def client(self, guard: Guard) -> Iterator[Client]:
        """A client for one statement; raises QueryError for whatever the engine says, and when no turn comes in time."""
        self._refuse_while_down()
        unwanted = self.asker() if only_shown() else never
        with pace.waiting(), self._lanes[guard.lane].turn(guard.patience, unwanted):
            self._refuse_while_down()
            held = self._take(guard)
            try:
                with self._watch.over(held.tag, unwanted):
                    yield held.client
            except BaseException as error:
                _discard(held.client)
                if isinstance(error, ClickHouseError | OSError):
                    raise self._explained(error) from error
                if isinstance(error, QueryError) and error.category in AWAY:
                    self._note_down(error)
                raise
            with self._lock:
                self._down = None
                self._idle.setdefault(guard.name, []).append(held)

    @property
    def down_since(self) -> datetime | None:
        """Since when the engine has not answered; None while it does."""
        return self._down.since if self._down else None

    @property
    def down_because(self) -> Category | None:
        """Why it does not: it is unreachable, or its certificate is refused."""
        return self._down.error.category if self._down else None

    def close(self) -> None:
        """Close every idle client."""
        with self._lock:
            clients = [held.client for stack in self._idle.values() for held in stack]
            self._idle.clear()
        for client in clients:
            _discard(client)

    def _take(self, guard: Guard) -> _Held:
        with self._lock:
            stack = self._idle.get(guard.name)
            if stack:
                return stack.pop()
        tag = f"ja4dash {guard.name} {uuid4().hex}"
        try:
            return _Held(_connect(self._settings, guard, tag), tag)
        except (ClickHouseError, OSError) as error:
            raise self._explained(error) from error

    def _end(self, tag: str) -> None:
        """End the statement with this tag; where the engine refuses that, the statement ends at its time limit."""
        try:
            held = self._take(WRITE)
            try:
                held.client.command(_KILL, parameters={"tag": tag})
            finally:
                _discard(held.client)
        except (QueryError, ClickHouseError, OSError) as error:
            logging.getLogger(__name__).info("a statement that nobody waits for could not be ended: %s", error)

    def _explained(self, error: Exception) -> QueryError:
        found = explained(error, self._settings)
        if found.category in AWAY:
            self._note_down(found)
        return found

    def _note_down(self, error: QueryError) -> None:
        with self._lock:
            since = self._down.since if self._down else datetime.now(UTC)
            self._down = _Down(since, time.monotonic() + _RETRY_SECONDS, error)
        self.close()

    def _refuse_while_down(self) -> None:
        """An engine that did not answer is asked again after a few seconds, not by every panel of every page."""
        down = self._down
        if down is not None and time.monotonic() < down.retry:
            raise QueryError(
                down.error.category, f"{down.error.message} (since {down.since:%H:%M:%S} UTC)", detail=down.error.detail
            )


@dataclass(frozen=True)
class _Down:
    since: datetime
    retry: float
    error: QueryError


def _connect(settings: Settings, guard: Guard, tag: str) -> Client:
    if settings.embedded:
        return _open_embedded(settings, guard, tag)
    return clickhouse_connect.get_client(
        host=settings.host,
        port=settings.port or 0,
        username=settings.user,
        password=settings.password.get_secret_value(),
        secure=settings.secure,
        verify=settings.verify,
        ca_cert=str(settings.ca_cert) if settings.ca_cert else None,
        settings=guard.settings() | {"log_comment": tag},
        tz_mode="aware",
        connect_timeout=5,
        send_receive_timeout=guard.seconds + _GRACE_SECONDS,
        query_retries=0,
    )


def _open_embedded(settings: Settings, guard: Guard, tag: str) -> Client:
    path = settings.engine_path
    path.mkdir(parents=True, exist_ok=True)
    if folder.held(path) and not folder.ours(path):
        raise QueryError(Category.LOCKED, f"{settings.data_dir} is in use by {folder.owner(path)}")
    options = {"max_server_memory_usage": settings.memory_limit_mb * MIB} if settings.memory_limit_mb else {}
    client = clickhouse_connect.get_client(
        interface="chdb", path=str(path), chdb_options=options, settings=guard.settings() | {"log_comment": tag}, tz_mode="aware"
    )
    _tell_storage(client)
    folder.note_owner(path)
    return client


def _tell_storage(client: Client) -> None:
    """Let the driver tell what the engine read of its tables: as rows read it gives the rows of the result."""
    backend = getattr(client, "_backend", None)
    if backend is not None:
        backend._summary = _storage_figures


def _storage_figures(result: Any) -> dict[str, str]:
    return {"storage_rows": str(result.storage_rows_read()), "storage_bytes": str(result.storage_bytes_read())}


def figures_of(summary: Mapping[str, str], settings: Settings) -> tuple[int | None, int | None]:
    """Rows and bytes that a statement read of the tables, None where the engine does not say."""
    rows, size = ("storage_rows", "storage_bytes") if settings.embedded else ("read_rows", "read_bytes")
    return _figure(summary.get(rows)), _figure(summary.get(size))


def _figure(text: str | None) -> int | None:
    return int(text) if text is not None else None


def _discard(client: Client) -> None:
    try:
        client.close()
    except (ClickHouseError, OSError):  # it is thrown away: nothing is left to be done with it
        return
