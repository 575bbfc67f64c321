"""Rollups made and filled: a table, the view that fills it from every insert, and the hours that were there before.

The view comes first and writes from then on. The hours that had rows at that moment are noted as owed; each is emptied, counted
again from the log, and taken off the list when the rollup has as many rows of it as the log. Rows that come for an owed hour
between these steps are in the rollup twice: then the numbers differ, the hour stays owed, and is done again. So a cut at any
point, an insert meanwhile, or a second migration doubles nothing. Until then the log answers for owed hours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from ja4dash import statement, words
from ja4dash.errors import Category, QueryError
from ja4dash.failures import AWAY
from ja4dash.pool import HEAVY
from ja4dash.rollups import HOURS, ROLLUPS, Rollup, recent
from ja4dash.rollups.definition import text
from ja4dash.schema.inventory import Inventory, retention_of
from ja4dash.schema.render import MARK
from ja4dash.schema.step import Outcome, Step

if TYPE_CHECKING:
    from ja4dash.db import Door
    from ja4dash.settings import Settings

_HOUR: Final = 3600
_CHUNK: Final = 24
"""Hours that are counted again in one statement."""

_ATTEMPTS: Final = 3
_WHOLE: Final = re.compile(r"MergeTree\b")
"""A view is filled by the inserts of this server alone: rows that come by another way would be missing."""
_NOT_WHOLE: Final = "rollups are made only over a plain MergeTree of one server: the log answers"
_BEGIN: Final = (
    "INSERT INTO {processing:Identifier}.rollup_hours (name, hour, covered) SELECT {rollup:String}, toDateTime(0, 'UTC'), 1"
)
_BEGUN: Final = """
SELECT count() AS n FROM {processing:Identifier}.rollup_hours WHERE name = {rollup:String} AND hour = toDateTime(0, 'UTC')
"""
_OWED: Final = """
SELECT toUInt32(hour) AS hour
FROM
(
    SELECT hour, argMax(covered, at) AS done
    FROM {processing:Identifier}.rollup_hours
    WHERE name = {rollup:String}
    GROUP BY hour
)
WHERE NOT done
ORDER BY hour DESC
"""
_RECORD: Final = """
INSERT INTO {processing:Identifier}.rollup_hours (name, hour, covered)
SELECT {rollup:String}, toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC'), {covered:UInt8}
"""


def rollup_steps(door: Door, there: Inventory, cluster: str | None = None, *, verify: bool = True) -> Iterator[Step]:
    """What is to be done for the rollups of this deployment, in order."""
    settings = door.settings
    log = there.objects.get((settings.logs_db, "http_logs"))
    if cluster or (log and not _WHOLE.match(log.engine)):
        yield Step("rollups", f"{settings.processing_db}.{HOURS}", "create", outcome=Outcome.LEFT_ALONE, note=_NOT_WHOLE)
        return
    yield from _sessions(settings, there)
    yield _hours(settings, there)
    for rollup in ROLLUPS.values():
        try:
            yield from list(_of(rollup, door, there, verify=verify))
        except QueryError as error:
            if error.category in AWAY | {Category.LOCKED}:
                raise
            name = f"{settings.processing_db}.{rollup.table}"
            yield Step(f"rollup {rollup.name}", name, "compare", outcome=Outcome.LEFT_ALONE, note=error.message)


def _of(rollup: Rollup, door: Door, there: Inventory, *, verify: bool) -> Iterator[Step]:
    missing = there.missing_of_http_logs(door.settings)
    made = list(_made(rollup, door, there, missing))
    yield from made
    if made[-1].outcome is Outcome.PLANNED:
        yield _filling(rollup, door.settings, missing)
    elif made[-1].outcome is Outcome.PRESENT:
        yield from _kept(rollup, door.settings, there)
        behind = _differing(door, rollup) if verify else ()
        if behind or _owed(door, rollup) or not _begun(door, rollup):
            yield _filling(rollup, door.settings, missing, behind)


def _hours(settings: Settings, there: Inventory) -> Step:
    step = Step("rollup hours", f"{settings.processing_db}.{HOURS}", "create")
    if there.has(settings.processing_db, HOURS):
        return replace(step, outcome=Outcome.PRESENT)
    return _running(step, (_named(text("hours.table"), settings) + f"\nCOMMENT '{MARK} {HOURS}'",))


def _sessions(settings: Settings, there: Inventory) -> Iterator[Step]:
    """The sessions of the last hour, taken down by the engine once a minute."""
    name = f"`{settings.processing_db}`.{recent.TABLE}"
    step = Step("rollup sessions", f"{settings.processing_db}.{recent.TABLE}", "create")
    select = _named(text("sessions.fill"), settings).replace("{logs:String}", f"'{settings.logs_db}'")
    mark = f"{MARK} {recent.TABLE} {hashlib.sha256(select.encode()).hexdigest()[:12]}"
    present = there.objects.get((settings.processing_db, recent.TABLE))
    if present and not present.ours:
        yield replace(step, outcome=Outcome.LEFT_ALONE, note="exists already and is not ours")
        return
    if present and present.comment == mark:
        yield replace(step, outcome=Outcome.PRESENT)
        return
    if present:
        yield _running(replace(step, action="drop the former", optional=True), (f"DROP TABLE {name} SYNC",))
    head = f"CREATE MATERIALIZED VIEW IF NOT EXISTS {name} REFRESH EVERY 1 MINUTE"
    body = f"ENGINE = MergeTree ORDER BY (src_ip, ja4, host) AS\n{select}\nCOMMENT '{mark}'"
    yield replace(_running(step, (f"{head}\n{body}",)), optional=True)


def _made(rollup: Rollup, door: Door, there: Inventory, missing: frozenset[str]) -> Iterator[Step]:
    """Table and view, a step each. When either was defined otherwise, both are made anew: what they hold is counted again."""
    settings = door.settings
    step = Step(f"rollup {rollup.name}", f"{settings.processing_db}.{rollup.table}", "create", optional=True)
    table, fill = _named(rollup.text("table"), settings), _named(_select(rollup, missing), settings)
    mark = f"{MARK} {rollup.table} {hashlib.sha256(f'{table}{fill}'.encode()).hexdigest()[:12]}"
    found = {name: there.objects.get((settings.processing_db, name)) for name in (rollup.table, rollup.fill)}
    if any(present and not present.ours for present in found.values()):
        yield replace(step, outcome=Outcome.LEFT_ALONE, note="exists already and is not ours")
        return
    right = {name: present is not None and present.comment == mark for name, present in found.items()}
    if all(right.values()):
        yield replace(step, outcome=Outcome.PRESENT)
        return
    database = f"`{settings.processing_db}`"
    for name in (rollup.fill, rollup.table):
        if found[name] and not (name == rollup.table and right[name]):
            dropped = replace(step, object=f"{settings.processing_db}.{name}", action="drop the former")
            yield _running(dropped, (f"DROP TABLE {database}.{name} SYNC",))
    if there.has(settings.processing_db, HOURS) and _begun(door, rollup):
        forgotten = f"ALTER TABLE {database}.{HOURS} DELETE WHERE name = '{rollup.name}' SETTINGS mutations_sync = 2"
        yield _running(replace(step, action="forget the hours of"), (forgotten,))
    if not right[rollup.table]:
        life = f"\nTTL hour + toIntervalDay({settings.retention_days})" if settings.retention_days else ""
        yield _running(step, (table.replace("\nSETTINGS", f"{life}\nSETTINGS") + f"\nCOMMENT '{mark}'",))
    view = f"CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.{rollup.fill} TO {database}.{rollup.table} AS"
    yield _running(replace(step, object=f"{settings.processing_db}.{rollup.fill}"), (f"{view}\n{fill}\nCOMMENT '{mark}'",))


def _kept(rollup: Rollup, settings: Settings, there: Inventory) -> Iterator[Step]:
    days, present = settings.retention_days, there.objects[settings.processing_db, rollup.table]
    if days and retention_of(present) != days:
        step = Step(f"rollup {rollup.name}", f"{settings.processing_db}.{rollup.table}", f"keep {days} days of")
        sql = f"ALTER TABLE `{settings.processing_db}`.{rollup.table} MODIFY TTL hour + toIntervalDay({days})"
        yield _running(step, (sql,))


def _filling(rollup: Rollup, settings: Settings, missing: frozenset[str], behind: tuple[int, ...] = ()) -> Step:
    """Count the owed hours again, and those found `behind`."""
    shown = _named(_refill(rollup, missing), settings)

    def run(door: Door) -> str:
        if behind:
            _note(door, rollup, behind, covered=False)
        for _ in range(_ATTEMPTS):
            left = fill(door, rollup, missing)
            if not left:
                return ""
        return f"{words.plural(left, 'hour')} still being written: run it again, until then the log answers for them"

    step = Step(f"rollup {rollup.name}", f"{settings.processing_db}.{rollup.table}", "fill", (shown,), run=run)
    return replace(step, optional=True)


def fill(door: Door, rollup: Rollup, missing: frozenset[str]) -> int:
    """Count every owed hour again, the newest first; returns how many are still owed."""
    if not _begun(door, rollup):
        _begin(door, rollup)
    owed = _owed(door, rollup)
    for stretch in stretches(owed):
        _counted_again(door, rollup, stretch, missing)
    return len(_owed(door, rollup))


def stretches(hours: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Hours (newest first) in runs without a gap, at most a day each: what is not owed is never emptied."""
    run: list[int] = []
    for hour in hours:
        if run and (hour != run[-1] - _HOUR or len(run) == _CHUNK):
            yield tuple(run)
            run = []
        run.append(hour)
    if run:
        yield tuple(run)


def _begin(door: Door, rollup: Rollup) -> None:
    """Note the hours that the source has now, all of them owed, and then that they are noted."""
    sql = f"SELECT DISTINCT toUInt32(toStartOfHour({rollup.time}, 'UTC')) AS hour FROM {_source(rollup)} ORDER BY hour"  # noqa: S608
    hours = door.query(sql, _names(door), HEAVY)["hour"]
    if len(hours):
        _note(door, rollup, tuple(int(hour) for hour in hours), covered=False)
    door.command(_BEGIN, {**_names(door), "rollup": rollup.name})


def _begun(door: Door, rollup: Rollup) -> bool:
    return bool(door.query(_BEGUN, {**_names(door), "rollup": rollup.name})["n"].iloc[0])


def _counted_again(door: Door, rollup: Rollup, hours: tuple[int, ...], missing: frozenset[str]) -> None:
    """Empty and fill the stretch from the oldest to the newest of these hours, and note which agree with the source."""
    begin, end = min(hours), max(hours) + _HOUR
    bounds = {**_names(door), "begin": begin, "end": end}
    there = f"SELECT count() AS n FROM {{processing:Identifier}}.{rollup.table} WHERE {_STRETCH}"  # noqa: S608
    if door.query(there, bounds)["n"].iloc[0]:
        door.command(
            f"ALTER TABLE {{processing:Identifier}}.{rollup.table} DELETE WHERE {_STRETCH} SETTINGS mutations_sync = 2", bounds
        )
    door.command(_refill(rollup, missing), bounds)
    differing = set(_compared(door, rollup, begin, end))
    agreeing = tuple(hour for hour in hours if hour not in differing)
    if agreeing:
        _note(door, rollup, agreeing, covered=True)


_STRETCH: Final = "hour >= toDateTime({begin:UInt32}, 'UTC') AND hour < toDateTime({end:UInt32}, 'UTC')"


def _refill(rollup: Rollup, missing: frozenset[str]) -> str:
    select = _select(rollup, missing, rollup.over("toDateTime({begin:UInt32}, 'UTC')", "toDateTime({end:UInt32}, 'UTC')"))
    return f"INSERT INTO {{processing:Identifier}}.{rollup.table}\n{select}\nSETTINGS insert_deduplicate = 0"


def _differing(door: Door, rollup: Rollup) -> tuple[int, ...]:
    """Hours, but for the last two, of which rollup and source have not equally many rows."""
    if not _begun(door, rollup):
        return ()
    last = door.now().astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    return _compared(door, rollup, 1, int(last.timestamp()))


def _compared(door: Door, rollup: Rollup, begin: int, end: int) -> tuple[int, ...]:
    sql = f"""
    SELECT toUInt32(hour) AS hour FROM
    (
        SELECT toStartOfHour({rollup.time}, 'UTC') AS hour, toInt64(count()) AS n FROM {_source(rollup)}
        WHERE {rollup.time} >= toDateTime({{begin:UInt32}}, 'UTC') AND {rollup.time} < toDateTime({{end:UInt32}}, 'UTC')
        GROUP BY hour
        UNION ALL
        SELECT hour, -toInt64({rollup.counted}) AS n FROM {{processing:Identifier}}.{rollup.table} WHERE {_STRETCH} GROUP BY hour
    )
    GROUP BY hour HAVING sum(n) != 0 ORDER BY hour
    """  # noqa: S608 - names of ours, values bound
    return tuple(int(hour) for hour in door.query(sql, {**_names(door), "begin": begin, "end": end}, HEAVY)["hour"])


def _owed(door: Door, rollup: Rollup) -> tuple[int, ...]:
    return tuple(int(hour) for hour in door.query(_OWED, {**_names(door), "rollup": rollup.name})["hour"])


def owed(door: Door) -> dict[str, list[datetime]]:
    """Hours (UTC) that each rollup which is there still owes."""
    return {name: [datetime.fromtimestamp(hour, UTC) for hour in _owed(door, rollup)] for name, rollup in ROLLUPS.items()}


def _note(door: Door, rollup: Rollup, hours: tuple[int, ...], *, covered: bool) -> None:
    door.command(_RECORD, {**_names(door), "rollup": rollup.name, "hours": list(hours), "covered": int(covered)})


def _names(door: Door) -> dict[str, object]:
    return {"logs": door.settings.logs_db, "processing": door.settings.processing_db}


def _source(rollup: Rollup) -> str:
    return f"{{{rollup.database}:Identifier}}.{rollup.source}"


def _select(rollup: Rollup, missing: frozenset[str], sql: str = "") -> str:
    """The filling statement, with constants for columns that the log lacks here."""
    body = sql or rollup.text("fill")
    absent = [column for column in sorted(missing) if rollup.source == "http_logs" and statement.uses(body, column)]
    return statement.with_defaults(body, absent)


def _named(sql: str, settings: Settings) -> str:
    names = {"{logs:Identifier}": f"`{settings.logs_db}`", "{processing:Identifier}": f"`{settings.processing_db}`"}
    bare = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
    for placeholder, name in names.items():
        bare = bare.replace(placeholder, name)
    return bare


def _running(step: Step, statements: tuple[str, ...]) -> Step:
    def run(door: Door) -> str:
        for sql in statements:
            door.command(sql)
        return ""

    return replace(step, statements=statements, run=run)
