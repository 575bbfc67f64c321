"""What reaches the engine: every statement with its parameters and the limits it ran under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import Any

from ja4dash import pool as pools
from ja4dash import statement
from ja4dash.fingerprint.spelling import spelled
from ja4dash.pool import Guard, Pool

GUARDS = [guard for guard in vars(pools).values() if isinstance(guard, Guard)]


@dataclass
class Recorder:
    """Stands for a pool and lets every statement through."""

    pool: Pool
    put: list[tuple[str, Guard]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pool, name)

    @contextmanager
    def client(self, guard: Guard) -> Iterator[Any]:
        with self.pool.client(guard) as client:
            yield _Client(client, lambda sql: self.put.append((sql, guard)))


class _Client:
    """A client that tells each statement before it runs."""

    def __init__(self, client: Any, told: Any) -> None:
        self._client, self._told = client, told

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def create_query_context(self, sql: str, *args: Any, **kwargs: Any) -> Any:
        self._told(sql)
        return self._client.create_query_context(sql, *args, **kwargs)

    def query(self, sql: str, *args: Any, **kwargs: Any) -> Any:
        self._told(sql)
        return self._client.query(sql, *args, **kwargs)

    def command(self, sql: str, *args: Any, **kwargs: Any) -> Any:
        self._told(sql)
        return self._client.command(sql, *args, **kwargs)


_MARK = re.compile(r"/\\\*(?:filters:\w+|order)\\\*/")
_FILTER = r"(?:\n  AND [^\n]+)*"
_ORDER = r"(?:[^\n]+ (?:ASC|DESC),)?"


@cache
def _patterns(name: str) -> list[re.Pattern[str]]:
    """A statement file as it may be compiled: conditions and a sort where they are marked, the log or its rollups."""
    readings = sorted(statement.readings(name))
    able = [one for size in range(len(readings) + 1) for one in combinations(readings, size)]
    texts = [statement.with_rollups(statement.text(name), one) if one else statement.text(name) for one in able]
    marked = (re.escape(spelled(text)) for text in texts)
    return [re.compile(_MARK.sub(lambda found: _FILTER if "filters" in found[0] else _ORDER, text)) for text in marked]


def intended(name: str, sql: str) -> bool:
    """True when a statement is what its file says, with conditions and a sort of ours and nothing else."""
    return any(pattern.fullmatch(sql) for pattern in _patterns(name))


def bounded(guard: Guard) -> bool:
    """True for one of the classes of limits, none of which is open."""
    return guard in GUARDS and 0 < guard.seconds <= 300 and guard.memory > 0 and (not guard.readonly or guard.rows > 0)
