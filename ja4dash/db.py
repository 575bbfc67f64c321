"""The only door to the engine: read a statement, write rows, run a command. Raises QueryError, nothing else.

A result is a frame with `attrs`: `fetched_at` (aware UTC), `since` and `until` (the window's bounds or None),
`missing` (columns of http_logs that the deployment lacks and the statement names), `asked` (see `ja4dash.provenance`),
`approximate` (distinct counts come from sketches: exact up to 500, standard error 0.8 % beyond).
Times in a frame are aware UTC; addresses are text.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pandas as pd

from ja4dash import settings as settings_module
from ja4dash import severity, statement
from ja4dash.errors import Category, QueryError
from ja4dash.failures import cut_off
from ja4dash.pool import EXPORT, FACETS, HEAVY, INTERACTIVE, WRITE, Guard, Pool, figures_of
from ja4dash.provenance import Asked, literals
from ja4dash.rollups import recent
from ja4dash.rollups.coverage import STATE, Coverage, whole_hours
from ja4dash.rollups.definition import ROLLUPS
from ja4dash.scope import Scope, ScopeError
from ja4dash.settings import Settings
from ja4dash.statement import Order

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from clickhouse_connect.driver.client import Client

__all__ = [
    "EXPORT",
    "FACETS",
    "HEAVY",
    "INTERACTIVE",
    "WRITE",
    "Door",
    "Guard",
    "Order",
    "QueryError",
    "command",
    "door",
    "insert",
    "now",
    "read",
    "use",
]

_RECHECK_SECONDS: Final = 60.0
_SECOND: Final = timedelta(seconds=1)
_NO_ROLLUP: Final = (Category.MISSING, Category.RIGHTS)
_ROLLUPS_SECONDS: Final = 15.0
_RECENT_SECONDS: Final = 2.0
_COLUMNS: Final = (
    "SELECT table, name, now64(3, 'UTC') AS now FROM system.columns"
    " WHERE (database = {logs:String} AND table = 'http_logs') OR (database = {processing:String} AND table = 'soc_feedback')"
)
_FORMAT: Final = "%Y-%m-%d %H:%M:%S"
_INSERTS: Final = {
    "async_insert": 0,
    "max_partitions_per_insert_block": 0,
    "deduplicate_blocks_in_dependent_materialized_views": 1,
}
"""An asynchronous insert ignores its token; a file of requests may span more months than the 100 that are allowed. An insert that
was cut between the log and a rollup is repeated: each drops what it has."""


class Door:
    """One engine with its settings, clock and knowledge of what http_logs has."""

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] | None = None, pool: Pool | None = None) -> None:
        self.settings = settings
        self.pool = pool or Pool(settings)
        self._clock = clock
        self._offset: tuple[float, timedelta] | None = None
        self._columns: tuple[float, frozenset[str], frozenset[str]] | None = None
        self._columns_of: tuple[float, dict[tuple[str, ...], tuple[tuple[str, str], ...]]] = (0.0, {})
        self._coverage: tuple[float, Coverage] | None = None
        self._taken: tuple[float, recent.Taken | None] | None = None

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, guard: Guard = INTERACTIVE) -> pd.DataFrame:
        """Rows of a statement; an empty result keeps its columns and their types."""
        return self.ask("", sql, parameters or {}, guard)[0]

    def ask(self, name: str, sql: str, parameters: Mapping[str, object], guard: Guard) -> tuple[pd.DataFrame, Asked]:
        """Rows of a statement, and what it took to get them."""
        bound = {parameter: _bindable(value) for parameter, value in parameters.items()}
        begun = time.perf_counter()
        try:
            frame, asked = self._asked(name, sql, bound, guard)
        except QueryError as error:
            error.asked = self._told(name, sql, bound, begun) if name else None
            raise
        return _in_utc(frame), asked

    def _asked(self, name: str, sql: str, bound: dict[str, object], guard: Guard) -> tuple[pd.DataFrame, Asked]:
        with self.pool.client(guard) as client:
            begun = time.perf_counter()
            context = client.create_query_context(sql, bound, use_numpy=True, as_pandas=True)
            result: Any = client._query_with_context(context)  # query_df does the same and drops the figures
            frame: pd.DataFrame = result.df_result
            asked = self._told(name, sql, bound, begun, rows=len(frame), summary=result.summary, version=client.server_version)
            if frame.columns.empty:
                self._refuse_cut(client, sql, bound, result.summary)
                frame = pd.DataFrame({name: pd.Series(dtype=_dtype(kind)) for name, kind in self._described(client, sql, bound)})
        return frame, asked

    def _described(self, client: Client, sql: str, bound: dict[str, object]) -> tuple[tuple[str, str], ...]:
        """Columns and types of a statement that found nothing, remembered for a minute: only identifiers change them."""
        since, known = self._columns_of
        if time.monotonic() - since > _RECHECK_SECONDS:
            self._columns_of = (time.monotonic(), known := {})
        key = (sql, *(str(value) for name, value in bound.items() if f"{{{name}:Identifier}}" in sql))
        if key not in known:
            rows = client.query(f"DESCRIBE (\n{sql}\n)", parameters=bound).result_rows
            known[key] = tuple((str(row[0]), str(row[1])) for row in rows)
        return known[key]

    def _refuse_cut(self, client: Client, sql: str, bound: dict[str, object], summary: Mapping[str, str]) -> None:
        """An answer whose head was cut off looks like no rows: without the engine's figures it is counted."""
        if figures_of(summary, self.settings)[0] is None:
            counted = client.query(f"SELECT count() FROM (\n{sql}\n)", parameters=bound).result_rows  # noqa: S608 - our statement
            if not counted or counted[0][0]:
                raise cut_off(self.settings)

    def _told(
        self,
        name: str,
        sql: str,
        bound: Mapping[str, object],
        begun: float,
        *,
        rows: int | None = None,
        summary: Mapping[str, str] | None = None,
        version: str | None = "",
    ) -> Asked:
        read_rows, read_bytes = figures_of(summary or {}, self.settings)
        return Asked(
            name=name,
            sql=sql,
            parameters=literals(bound, sql),
            rows=rows,
            rows_read=read_rows,
            bytes_read=read_bytes,
            milliseconds=round((time.perf_counter() - begun) * 1000, 1),
            fetched_at=datetime.now(UTC),
            engine=f"{f'ClickHouse {version}'.strip()}, {'embedded' if self.settings.embedded else self.settings.host}",
        )

    def command(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run a statement that returns no rows (DDL, INSERT … SELECT, SYSTEM)."""
        bound = {name: _bindable(value) for name, value in (parameters or {}).items()}
        with self.pool.client(WRITE) as client:
            client.command(sql, parameters=bound)

    def insert(self, database: str, table: str, rows: pa.Table, *, token: str = "") -> int:
        """Append an Arrow table; columns are matched by name. Returns the number of rows.

        A repeated insert with the same `token` is dropped by tables that keep a deduplication window (http_logs); without
        one, equal rows are all kept. Addresses go as `pa.binary(16)`: text of just 16 characters would be read as bytes.
        """
        own = {"insert_deduplication_token": token or uuid4().hex, **_INSERTS}
        with self.pool.client(WRITE) as client:
            client.insert_arrow(table, rows, database=database, settings=own)
        return int(rows.num_rows)

    def now(self) -> datetime:
        """The engine's clock, aware UTC: this host's clock and an offset measured once a minute."""
        if self._clock is not None:
            return self._clock()
        here = datetime.now(UTC)
        return here + self.clock_difference()

    def clock_difference(self) -> timedelta:
        """How far the engine's clock is ahead of this host's, measured once a minute; less than a second counts as nothing."""
        if (known := self._known_difference()) is not None:
            return known
        self._lacking()
        if (known := self._known_difference()) is not None:
            return known
        asked = datetime.now(UTC)
        return self._differs(self.query("SELECT now64(3, 'UTC') AS t")["t"].iloc[0].to_pydatetime(), asked)

    def _known_difference(self) -> timedelta | None:
        if self._offset is None or time.monotonic() - self._offset[0] > _RECHECK_SECONDS:
            return None
        return self._offset[1]

    def _differs(self, engine: datetime, asked: datetime) -> timedelta:
        """Note the engine's clock, read at some instant since `asked`: how long the answer took is no difference."""
        behind, ahead = engine - asked, engine - datetime.now(UTC)
        difference = behind if behind < -_SECOND else ahead if ahead > _SECOND else timedelta()
        self._offset = (time.monotonic(), difference)
        return difference

    def missing_columns(self) -> frozenset[str]:
        """Optional columns that http_logs lacks here, looked up once a minute."""
        return self._lacking()[0]

    def missing_of_decisions(self) -> frozenset[str]:
        """Columns of ours that soc_feedback lacks here, looked up once a minute."""
        return self._lacking()[1]

    def _lacking(self) -> tuple[frozenset[str], frozenset[str]]:
        if self._columns is None or time.monotonic() - self._columns[0] > _RECHECK_SECONDS:
            names = {"logs": self.settings.logs_db, "processing": self.settings.processing_db}
            asked = datetime.now(UTC)
            found = self.query(_COLUMNS, names)
            if len(found):
                self._differs(found["now"].iloc[0].to_pydatetime(), asked)
            there = {str(table): set(rows["name"]) for table, rows in found.groupby("table")}
            self._columns = (
                time.monotonic(),
                _absent(statement.OPTIONAL_COLUMNS, there.get("http_logs")),
                _absent(statement.DECISION_COLUMNS, there.get("soc_feedback")),
            )
        return self._columns[1:]

    def coverage(self) -> Coverage:
        """The rollups that are filled here and the hours they owe, looked up every few seconds."""
        if self._coverage is None or time.monotonic() - self._coverage[0] > _ROLLUPS_SECONDS:
            self._coverage = (time.monotonic(), self._covered())
        return self._coverage[1]

    def _rolled(
        self, name: str, scope: Scope, *, before: datetime, since: datetime, until: datetime
    ) -> tuple[frozenset[str], dict[str, datetime]]:
        """What a statement reads of rollups for a scope, and between which hours."""
        readings = statement.readings(name)
        if not readings:
            return frozenset(), {}
        coverage = self.coverage()
        able = coverage.able(readings, {item.field for item in scope.filters})
        hours = coverage.hours(able, before, since, until)
        return (able, hours) if hours else (frozenset(), {})

    def taken(self) -> recent.Taken | None:
        """The sessions of the last hour as they were taken down, where they are; looked up every other second."""
        if self.coverage().log_rows < recent.FEWEST:
            return None
        if self._taken is None or time.monotonic() - self._taken[0] > _RECENT_SECONDS:
            self._taken = (time.monotonic(), self._taken_down())
        return self._taken[1]

    def _taken_down(self) -> recent.Taken | None:
        try:
            found = self.query(recent.STATE, {"logs": self.settings.logs_db, "processing": self.settings.processing_db})
        except QueryError as error:
            if error.category not in _NO_ROLLUP:
                raise
            return None
        row = found.iloc[0]
        return recent.Taken(row["taken_at"].to_pydatetime(), row["requests"], row["log_rows"], row["log_rows_now"])

    def _covered(self) -> Coverage:
        names = {"logs": self.settings.logs_db, "processing": self.settings.processing_db}
        try:
            found = self.query(STATE, {**names, "fills": [one.fill for one in ROLLUPS.values()]})
        except QueryError as error:
            if error.category not in _NO_ROLLUP:
                raise
            return Coverage()
        return Coverage(
            {
                row["rollup"]: tuple(datetime.fromtimestamp(int(hour), UTC) for hour in row["owed"])
                for row in found.to_dict("records")
                if row["filled"]
            },
            int(found["log_rows"].max()) if len(found) else 0,
        )

    def names(self) -> dict[str, object]:
        """Parameters that every statement may use: both databases, the score's sign, levels by severity."""
        return {
            "logs": self.settings.logs_db,
            "processing": self.settings.processing_db,
            "sign": severity.sign(self.settings.score_direction),
            "levels": list(severity.RANKS),
            "ranks": list(severity.RANKS.values()),
        }

    def read(
        self,
        name: str,
        scope: Scope | None = None,
        *,
        guard: Guard = INTERACTIVE,
        order: Order | None = None,
        sorts: Mapping[str, str] | None = None,
        **values: object,
    ) -> pd.DataFrame:
        """Result of `sql/<name>.sql` for a scope; see the module for its `attrs`."""
        try:
            return self._answered(name, scope, guard=guard, order=order, sorts=sorts, values=values)
        except _RollupGone:
            self._coverage, self._taken = (time.monotonic(), Coverage()), (time.monotonic(), None)
            return self._answered(name, scope, guard=guard, order=order, sorts=sorts, values=values, log_only=True)

    def _answered(
        self,
        name: str,
        scope: Scope | None,
        *,
        guard: Guard,
        order: Order | None,
        sorts: Mapping[str, str] | None,
        values: Mapping[str, object],
        log_only: bool = False,
    ) -> pd.DataFrame:
        missing, undecided = self._lacking()
        now = self.now()
        window: dict[str, datetime] = {}
        hours: dict[str, datetime] = {}
        rolled: frozenset[str] = frozenset()
        if scope is not None and scope.window is not None:
            since, until = scope.window.bounds(now)
            window = {"since": since, "until": until, "before": since - (until - since)}
            rolled, hours = (frozenset(), {}) if log_only else self._rolled(name, scope, **window)
            hours = whole_hours(**window) | hours
        try:
            sql, filters = statement.compiled(
                name, scope, order=order, sorts=sorts, missing=missing, undecided=undecided, rolled=rolled
            )
        except ScopeError as error:
            raise QueryError(Category.PARAMETER, str(error)) from error
        taken = self.taken() if recent.reads(sql) and self._clock is None and not log_only else None
        answering = taken is not None and taken.answers(now)
        if answering:
            sql = recent.swapped(sql)
        bound = {**self.names(), **window, **hours, "now": now, **filters, **values}
        try:
            frame, asked = self.ask(name, sql, bound, guard)
        except QueryError as error:
            if (rolled or answering) and error.category in _NO_ROLLUP:
                raise _RollupGone from error
            raise
        frame.attrs = {
            "asked": (asked,),
            "fetched_at": taken.at if taken and answering else asked.fetched_at,
            "since": window.get("since"),
            "until": window.get("until"),
            "approximate": statement.approximate(sql),
            "missing": sorted(
                column for column in missing if "http_logs" in sql and statement.uses(statement.text(name), column)
            ),
        }
        return frame


class _RollupGone(Exception):  # noqa: N818 - never leaves this module
    """A rollup was taken away or refused while its coverage was remembered."""


def _absent(columns: Iterable[str], there: Collection[str] | None) -> frozenset[str]:
    """What a table lacks; a table that is not there lacks no column, so that the engine can name the table."""
    return frozenset(columns) - frozenset(there) if there else frozenset()


def _bindable(value: object) -> object:
    """Times as text in UTC: the driver would otherwise write them in the server's zone."""
    return value.astimezone(UTC).strftime(_FORMAT) if isinstance(value, datetime) else value


def _in_utc(frame: pd.DataFrame) -> pd.DataFrame:
    for column, dtype in frame.dtypes.items():
        if isinstance(dtype, pd.DatetimeTZDtype):
            frame[column] = frame[column].dt.tz_convert(UTC)
    return frame


def _dtype(kind: str) -> str | pd.DatetimeTZDtype:
    kind = kind.removeprefix("LowCardinality(").removeprefix("Nullable(")
    if kind.startswith("DateTime"):
        return pd.DatetimeTZDtype("s", UTC)
    if kind.startswith(("UInt", "Int", "Float")) and kind.rstrip(")") in _NUMBERS:
        return kind.rstrip(")").lower()
    return "str" if kind.startswith(("String", "FixedString", "Enum")) else "object"


_NUMBERS: Final = {f"{sign}{bits}" for sign in ("UInt", "Int") for bits in (8, 16, 32, 64)} | {"Float32", "Float64"}

# --- the door of this process -----------------------------------------------------------------------------------------

_current: Door | None = None
_lock = threading.Lock()


def door() -> Door:
    """The door of this process, opened at first use with the current settings."""
    global _current  # noqa: PLW0603 - one engine a process is a property of the embedded engine
    with _lock:
        if _current is None:
            _current = Door(settings_module.current())
        return _current


@contextmanager
def use(other: Door) -> Iterator[Door]:
    """Answer through another door meanwhile (command line options, tests)."""
    global _current  # noqa: PLW0603
    before, _current = _current, other
    try:
        yield other
    finally:
        _current = before


def read(
    name: str,
    scope: Scope | None = None,
    *,
    guard: Guard = INTERACTIVE,
    order: Order | None = None,
    sorts: Mapping[str, str] | None = None,
    **values: object,
) -> pd.DataFrame:
    """Result of `sql/<name>.sql` through this process's door."""
    return door().read(name, scope, guard=guard, order=order, sorts=sorts, **values)


def command(sql: str, parameters: Mapping[str, object] | None = None) -> None:
    """Run a statement that returns no rows."""
    door().command(sql, parameters)


def insert(database: str, table: str, rows: pa.Table, *, token: str = "") -> int:
    """Append an Arrow table; see `Door.insert`."""
    return door().insert(database, table, rows, token=token)


def now() -> datetime:
    """The engine's clock, aware UTC."""
    return door().now()
