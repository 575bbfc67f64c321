"""A pool of engine clients that throws a client away after any exception.

A failed query on the embedded engine can leave rows behind that show up in the next result of the same client, so a
client that saw an exception is never used again. The same pool serves a server over HTTP.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import clickhouse_connect
from clickhouse_connect import common
from clickhouse_connect.driver.exceptions import ClickHouseError, OperationalError

from ja4dash.errors import CODES, Category, QueryError

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

    from ja4dash.settings import Settings

common.set_setting("autogenerate_session_id", False)
common.set_setting("invalid_setting_action", "drop")

MIB: Final = 1024 * 1024
_RETRY_SECONDS: Final = 3.0

_CODE: Final = re.compile(r"\bCode: (\d+)")
_GATEWAY: Final = re.compile(r"HTTP status (?:502|503|504)\b")
_BAD_ARGUMENTS: Final = 36
_NO_DICTIONARY: Final = re.compile(r"\bdictionary\b[^\n]{0,200}\bnot found\b", re.I)
_TRAILER: Final = re.compile(r"(?:\s*\((?:[A-Z][A-Z0-9_]+|version (?:[^()]|\([^()]*\))*|for url [^()]*)\))+\s*$")
"""What the engine and the driver put behind a sentence: the error's name, the version, the URL."""


@dataclass(frozen=True)
class Guard:
    """Limits of a class of statements: seconds, bytes of memory, rows and bytes of a result (0 = any size)."""

    name: str
    seconds: int
    memory: int
    rows: int
    readonly: bool = True
    size: int = 0

    def settings(self) -> dict[str, Any]:
        """As engine settings, given once to each client."""
        limits: dict[str, Any] = {"max_execution_time": self.seconds, "max_memory_usage": self.memory}
        if self.readonly:
            limits |= {"max_result_rows": self.rows, "result_overflow_mode": "throw", "readonly": 2}
        if self.size:
            limits["max_result_bytes"] = self.size
        return limits


INTERACTIVE: Final = Guard("interactive", seconds=15, memory=2048 * MIB, rows=100_000)
HEAVY: Final = Guard("heavy", seconds=60, memory=4096 * MIB, rows=1_000_000)
EXPORT: Final = Guard("export", seconds=60, memory=4096 * MIB, rows=100_000, size=64 * MIB)
WRITE: Final = Guard("write", seconds=300, memory=4096 * MIB, rows=0, readonly=False)


class Pool:
    """Clients of one engine, a stack a guard. At most `limit` statements run at once; others wait their turn."""

    def __init__(self, settings: Settings, limit: int = 8) -> None:
        self._settings = settings
        self._idle: dict[str, list[Client]] = {}
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(limit)
        self._down: _Down | None = None

    @contextmanager
    def client(self, guard: Guard) -> Iterator[Client]:
        """A client for one statement; raises QueryError for whatever the engine says."""
        self._refuse_while_down()
        with self._turns:
            client = self._take(guard)
            try:
                yield client
            except BaseException as error:
                _discard(client)
                if isinstance(error, ClickHouseError | OSError):
                    raise self._explained(error) from error
                raise
            with self._lock:
                self._down = None
                self._idle.setdefault(guard.name, []).append(client)

    @property
    def down_since(self) -> datetime | None:
        """Since when the engine has not answered; None while it does."""
        return self._down.since if self._down else None

    def close(self) -> None:
        """Close every idle client."""
        with self._lock:
            clients = [client for stack in self._idle.values() for client in stack]
            self._idle.clear()
        for client in clients:
            _discard(client)

    def _take(self, guard: Guard) -> Client:
        with self._lock:
            stack = self._idle.get(guard.name)
            if stack:
                return stack.pop()
        try:
            return _connect(self._settings, guard)
        except (ClickHouseError, OSError) as error:
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> QueryError:
        found = explained(error, self._settings)
        if found.category is not Category.UNREACHABLE:
            return found
        with self._lock:
            since = self._down.since if self._down else datetime.now(UTC)
            self._down = _Down(since, time.monotonic() + _RETRY_SECONDS)
            idle, self._idle = self._idle, {}
        for client in (client for stack in idle.values() for client in stack):
            _discard(client)
        return found

    def _refuse_while_down(self) -> None:
        """An engine that did not answer is asked again after a few seconds, not by every panel of every page."""
        down = self._down
        if down is not None and time.monotonic() < down.retry:
            raise QueryError(Category.UNREACHABLE, f"No answer from {self._settings.where()} since {down.since:%H:%M:%S} UTC")


@dataclass(frozen=True)
class _Down:
    since: datetime
    retry: float


def _connect(settings: Settings, guard: Guard) -> Client:
    if settings.embedded:
        return _open_embedded(settings, guard)
    return clickhouse_connect.get_client(
        host=settings.host,
        port=settings.port or 0,
        username=settings.user,
        password=settings.password.get_secret_value(),
        secure=settings.secure,
        verify=settings.verify,
        ca_cert=str(settings.ca_cert) if settings.ca_cert else None,
        settings=guard.settings(),
        tz_mode="aware",
        connect_timeout=5,
        send_receive_timeout=guard.seconds + 10,
        query_retries=0,
    )


def _open_embedded(settings: Settings, guard: Guard) -> Client:
    path = settings.engine_path
    path.mkdir(parents=True, exist_ok=True)
    if _held(path) and not _ours(path):
        raise QueryError(Category.LOCKED, _sentence(Category.LOCKED, "", 0, settings))
    options = {"max_server_memory_usage": settings.memory_limit_mb * MIB} if settings.memory_limit_mb else {}
    client = clickhouse_connect.get_client(
        interface="chdb", path=str(path), chdb_options=options, settings=guard.settings(), tz_mode="aware"
    )
    _tell_storage(client)
    _note_owner(path)
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


def _held(path: Path) -> bool:
    """True when a process holds the engine's folder: the engine keeps a lock on `status`, and prints when it fails."""
    try:
        with (path / "status").open("rb") as status:
            fcntl.flock(status, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _ours(path: Path) -> bool:
    """True when this process holds the folder itself."""
    return _noted(path).get("pid") == os.getpid()


def _noted(path: Path) -> dict[str, Any]:
    try:
        noted: dict[str, Any] = json.loads((path.parent / "owner.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return noted


def _note_owner(path: Path) -> None:
    """Write down which process holds the folder, so that a second one can be told."""
    if _ours(path):
        return
    owner = {
        "pid": os.getpid(),
        "command": " ".join(sys.orig_argv[:6])[:200],
        "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
    }
    (path.parent / "owner.json").write_text(json.dumps(owner), "utf-8")


def _owner(path: Path) -> str:
    held = _noted(path)
    try:
        os.kill(held["pid"], 0)
        return f"process {held['pid']} (`{held['command']}`, since {held['since']})"
    except PermissionError:
        return f"process {held['pid']} of another user"
    except (OSError, KeyError):
        return "another process"


def _discard(client: Client) -> None:
    try:
        client.close()
    except (ClickHouseError, OSError):  # it is thrown away: nothing is left to be done with it
        return


def explained(error: Exception, settings: Settings) -> QueryError:
    """The engine's exception as a QueryError with a category and one sentence."""
    detail = str(error)
    found = _CODE.search(detail)
    code = getattr(error, "code", None) or (int(found[1]) if found else 0)
    category = Category.MISSING if code == _BAD_ARGUMENTS and _NO_DICTIONARY.search(detail) else CODES.get(code, Category.OTHER)
    if settings.embedded:
        if isinstance(error, OSError):
            category = Category.RIGHTS if isinstance(error, PermissionError) else Category.OTHER
            detail = f"{settings.data_dir} cannot hold the data: {error.strerror}"
        elif "Unable to open the chdb engine" in detail and _held(settings.engine_path):
            category = Category.LOCKED
    elif not code and (isinstance(error, OSError | OperationalError) or _GATEWAY.search(detail)):
        category = Category.UNREACHABLE
    return QueryError(category, _sentence(category, detail, code, settings), detail=detail, code=code)


def _sentence(category: Category, detail: str, code: int, settings: Settings) -> str:
    said = _TRAILER.sub("", detail.split("DB::Exception: ", 1)[-1].split(" In scope ", maxsplit=1)[0].partition("\n")[0])
    said = said.strip().rstrip(".:")[:240]
    match category:
        case Category.LOCKED:
            return f"{settings.data_dir} is in use by {_owner(settings.engine_path)}"
        case Category.UNREACHABLE:
            return f"No answer from {settings.where()}"
        case Category.RIGHTS if code == 516:
            return f"{settings.where()} refuses the user {settings.user!r}: wrong name or password"
        case Category.TIMEOUT:
            return "The engine stopped the query at its time limit"
        case Category.LIMIT:
            return f"The engine stopped the query at a limit: {said}"
        case _:
            return said
