"""Doctor: is this installation well, and what to do where it is not. It only reads."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Literal

from ja4dash import severity, words
from ja4dash.errors import QueryError
from ja4dash.pool import WRITE
from ja4dash.queries.permissions import UNSUPPORTED
from ja4dash.queries.permissions import granted as _has
from ja4dash.schema.definition import definitions
from ja4dash.schema.inventory import Missing, missing_objects
from ja4dash.schema.migrate import plan
from ja4dash.schema.step import Outcome
from ja4dash.settings import Settings
from ja4dash.versions import too_old

if TYPE_CHECKING:
    from ja4dash.db import Door

State = Literal["ok", "warning", "problem"]

CLOCK_DRIFT: Final = timedelta(seconds=5)
LOW_DISK: Final = 2 * 1024**3
NO_DISK: Final = 200 * 1024**2

MIGRATE: Final = "Run `python -m ja4dash migrate`."
FILL: Final = (
    "Check that its producer runs; or load some with `python -m ja4dash ingest FILE`, or `python -m ja4dash simulate --days 1`."
)
DETECT: Final = "Check that the detector runs: without it there are no scores, levels and campaigns."

"""Syntax error: CHECK GRANT came with ClickHouse 24.11."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its state, what was seen, and (unless all is well) what to do."""

    name: str
    state: State
    what: str
    advice: str = ""


Check = Callable[["Door"], Iterable[Finding]]


def examine(door: Door) -> list[Finding]:
    """Look at everything. An engine that does not answer is a finding, and the rest says that it was not checked."""
    findings = [_in_force(door.settings), *_guarded("connection", _connection, door)]
    if findings[-1].state == "problem":
        return findings + [Finding(name, "warning", "not checked", "Mend the connection first.") for name, _ in CHECKS]
    for name, check in CHECKS:
        findings += _guarded(name, check, door)
    return findings


def _guarded(name: str, check: Check, door: Door) -> list[Finding]:
    findings: list[Finding] = []
    try:
        findings.extend(check(door))
    except QueryError as error:
        findings.append(Finding(name, "problem", f"{error.title}: {error.message}", error.advice))
    return findings


_SERVER_ONLY: Final = frozenset({"host", "port", "user", "password", "secure", "verify", "ca_cert", "dictionary_collection"})
_EMBEDDED_ONLY: Final = frozenset({"data_dir", "memory_limit_mb"})


def _in_force(settings: Settings) -> Finding:
    idle = _SERVER_ONLY if settings.embedded else _EMBEDDED_ONLY | {"password"}
    values = settings.model_dump(mode="json", exclude=set(idle), exclude_none=True)
    return Finding("settings", "ok", ", ".join(f"{name}={value}" for name, value in values.items()))


def _connection(door: Door) -> Iterator[Finding]:
    begun = time.perf_counter()
    row = door.query("SELECT currentUser() AS user").iloc[0]
    door.query("SELECT 1 AS x")
    milliseconds = (time.perf_counter() - begun) * 1000 / 2
    yield Finding("connection", "ok", f"{door.settings.where()} answers {row['user']} in {milliseconds:.0f} ms")


def _versions(door: Door) -> Iterator[Finding]:
    engine = str(door.query("SELECT version() AS v")["v"][0])
    what = f"engine {engine}, clickhouse-connect {version('clickhouse-connect')}"
    if door.settings.embedded:
        yield Finding("versions", "ok", f"{what}, chDB {version('chdb')}")
    elif too_old(engine):
        yield Finding("versions", "problem", what, "Upgrade the server to ClickHouse 24.8 or later.")
    else:
        yield Finding("versions", "ok", what)


def _schema(door: Door) -> Iterator[Finding]:
    missing = missing_objects(door)
    steps = [step for step in plan(door) if step.outcome is Outcome.PLANNED]
    ours = {step.object for step in steps}
    for kind in dict.fromkeys(item.kind for item in missing):
        for mend, state, advice in _MISSING:
            names = [item.name for item in missing if item.kind == kind and mend == _mend(item, ours)]
            if names:
                yield Finding(f"missing {kind}", state, ", ".join(names), advice)
    waiting = [step for step in steps if step.object not in {item.name for item in missing}]
    if waiting:
        what = ", ".join(f"{step.action} {step.object}" for step in waiting)
        yield Finding("schema", "warning", f"{words.plural(len(waiting), 'change')} waiting: {what}", MIGRATE)
    elif not missing:
        yield Finding("schema", "ok", "databases, tables, views, dictionaries and columns are all there")


_MISSING: Final[tuple[tuple[str, State, str], ...]] = (
    ("migrate", "problem", MIGRATE),
    ("optional", "warning", "What needs these columns says so; to fill it, have the producer write them."),
    ("owner", "problem", "The table is not ours: ask its owner to add these columns; a migration leaves it alone."),
)


def _mend(item: Missing, ours: set[str]) -> str:
    if item.name in ours or item.kind != "column":
        return "migrate"
    return "optional" if item.optional else "owner"


_DICTIONARIES = """
SELECT name, status, element_count, last_exception, last_successful_update_time
FROM system.dictionaries WHERE database = {processing:String} ORDER BY name
"""


def _dictionaries(door: Door) -> Iterator[Finding]:
    names = {"processing": door.settings.processing_db}
    wanted = {definition.object for definition in definitions() if definition.kind == "dictionary"}
    states = door.query(_DICTIONARIES, names)
    failed: dict[str, QueryError] = {}
    for name in wanted & set(states.loc[states["status"] == "NOT_LOADED", "name"]):
        try:
            door.query("SELECT 1 AS x FROM {processing:Identifier}.{name:Identifier} LIMIT 1", {**names, "name": name})
        except QueryError as error:
            failed[name] = error
    for row in door.query(_DICTIONARIES, names).to_dict("records"):
        refused = failed.get(row["name"])
        if refused and not row["last_exception"]:
            yield Finding(f"dictionary {row['name']}", "problem", f"{refused.title}: {refused.message}", refused.advice)
        elif row["name"] in wanted:
            yield _dictionary(row, door.settings)


def _dictionary(row: Mapping[Hashable, Any], settings: Settings) -> Finding:
    name, status = f"dictionary {row['name']}", row["status"]
    if row["last_exception"]:
        what = f"{status}: {row['last_exception'].partition('Stack trace')[0].strip()[:300]}"
        advice = f"Mend its source, then run `SYSTEM RELOAD DICTIONARY {settings.processing_db}.{row['name']}`."
        return Finding(name, "problem" if status.startswith("FAILED") else "warning", what, advice)
    if not row["element_count"]:
        return Finding(name, "warning", f"{status}, but it is empty", f"Fill the table that it reads. {MIGRATE}")
    entries = words.plural(row["element_count"], "entry", "entries")
    return Finding(name, "ok", f"{status}, {entries}, loaded {words.moment(row['last_successful_update_time'])}")


_NEWEST = """
SELECT max({column:Identifier}) AS newest, count() AS entries, now('UTC') AS clock
FROM {database:Identifier}.{table:Identifier}
"""


@dataclass(frozen=True)
class _Age:
    """How new the newest row of a table should be; `needed` tables that are empty are worth a warning."""

    noun: str
    table: str
    column: str
    limit: timedelta
    advice: str
    needed: bool = True

    def __call__(self, door: Door) -> Iterator[Finding]:
        database = door.settings.logs_db if self.table == "http_logs" else door.settings.processing_db
        row = door.query(_NEWEST, {"database": database, "table": self.table, "column": self.column}).iloc[0]
        name, count = f"newest {self.noun}", words.plural(int(row["entries"]), self.noun)
        if not row["entries"]:
            yield Finding(name, "warning" if self.needed else "ok", f"no {self.noun} yet", self.advice if self.needed else "")
        elif row["newest"] - row["clock"] > CLOCK_DRIFT:
            what = f"{words.moment(row['newest'])} is {words.age(row['newest'] - row['clock'])} in the future; {count}"
            yield Finding(name, "warning", what, "Set the clock and the time zone of the program that writes them.")
        else:
            late = row["clock"] - row["newest"] > self.limit
            what = f"{words.ago(row['newest'], row['clock'])}; {count}"
            yield Finding(name, "warning" if late else "ok", what, self.advice if late else "")


def _rights(door: Door) -> Iterator[Finding]:
    level = int(door.query("SELECT getSetting('readonly') AS level", guard=WRITE)["level"][0])
    for name, needed, so_that in _granted(door.settings):
        if level and name != "may read":
            what = f"no: this user's queries are read-only (readonly = {level})"
            yield Finding(name, "warning", what, f"Connect as a user whose profile may write, {so_that}.")
            continue
        yield _granting(door, name, needed, so_that)


def _granting(door: Door, name: str, needed: list[str], so_that: str) -> Finding:
    try:
        lacking = [right for right in needed if not _has(door, right)]
    except QueryError as error:
        if error.code != UNSUPPORTED:
            raise
        what = "not checked: this server is too old to be asked (CHECK GRANT came with 24.11)"
        return Finding(name, "ok", what)
    if not lacking:
        return Finding(name, "ok", "yes")
    state: State = "problem" if name == "may read" else "warning"
    user = door.settings.user
    return Finding(
        name, state, f"lacks {'; '.join(lacking)}", f"`GRANT {'; GRANT '.join(f'{r} TO {user}' for r in lacking)}`, {so_that}."
    )


def _granted(settings: Settings) -> list[tuple[str, list[str], str]]:
    """What a person wants to do, the rights it takes, and what for. Both names are validated identifiers."""
    logs, processing = f"`{settings.logs_db}`", f"`{settings.processing_db}`"
    return [
        ("may read", [f"SELECT ON {logs}.*", f"SELECT, dictGet ON {processing}.*"], "so that pages can be filled"),
        (
            "may classify",
            [f"INSERT ON {processing}.soc_feedback", f"INSERT ON {processing}.soc_journal"],
            "so that analysts can classify",
        ),
        (
            "may promote signatures",
            [
                f"INSERT, ALTER DELETE ON {processing}.browser_h2_signatures",
                "SYSTEM RELOAD DICTIONARY ON *.*",
            ],
            "so that fingerprints can be promoted",
        ),
        ("may load requests", [f"INSERT ON {logs}.http_logs"], "so that files can be ingested"),
        (
            "may migrate",
            [f"CREATE ON {logs}.*", f"CREATE, ALTER, INSERT, DROP VIEW, DROP DICTIONARY ON {processing}.*"],
            "so that migrations can run",
        ),
    ]


def _clock(door: Door) -> Iterator[Finding]:
    before = datetime.now(UTC)
    there = door.query("SELECT now64(3, 'UTC') AS t, timezone() AS zone").iloc[0]
    after = datetime.now(UTC)
    difference = there["t"].to_pydatetime() - (before + (after - before) / 2)
    way = "ahead of" if difference > timedelta() else "behind"
    what = f"the engine is {abs(difference.total_seconds()):.1f} s {way} this host; its zone is {there['zone']}"
    if abs(difference) > CLOCK_DRIFT:
        advice = "Synchronise both clocks (NTP). Windows follow the engine's clock meanwhile."
        yield Finding("clock", "warning", what, advice)
    else:
        yield Finding("clock", "ok", what)


_MEANS = """
SELECT avgIf(anomaly_score, threat_level = 'CRITICAL') AS critical, avgIf(anomaly_score, threat_level = 'LOW') AS low
FROM {processing:Identifier}.ml_all_scores
WHERE isFinite(anomaly_score) AND detected_at >= now('UTC') - INTERVAL 30 DAY
"""


def _direction(door: Door) -> Iterator[Finding]:
    setting = door.settings.score_direction
    row = door.query(_MEANS, {"processing": door.settings.processing_db}).iloc[0]
    critical, low = float(row["critical"]), float(row["low"])
    if not critical < low and not critical > low:
        yield Finding("score direction", "ok", f"{setting} is worse; too few scores to tell whether that is right")
        return
    seen = "lower" if critical < low else "higher"
    what = f"mean score of {severity.name('CRITICAL')} {critical:.3f}, of {severity.name('LOW')} {low:.3f}: {seen} is worse"
    if seen == setting:
        yield Finding("score direction", "ok", what)
    else:
        advice = f"Set JA4DASH_SCORE_DIRECTION={seen}; with {setting} every worst score and sort is upside down."
        yield Finding("score direction", "problem", f"{what}, but the setting says {setting}", advice)


def _disk(door: Door) -> Iterator[Finding]:
    if door.settings.embedded:
        free = {str(door.settings.data_dir): shutil.disk_usage(door.settings.engine_path).free}
    else:
        disks = door.query("SELECT name, unreserved_space AS free FROM system.disks WHERE lower(type) = 'local' ORDER BY name")
        free = dict(zip(disks["name"], disks["free"], strict=True))
    for name, space in free.items():
        state: State = "ok" if space >= LOW_DISK else "warning" if space >= NO_DISK else "problem"
        advice = "" if state == "ok" else "Free some space, or keep fewer days (JA4DASH_RETENTION_DAYS)."
        yield Finding("disk", state, f"{space / 1024**3:.1f} GiB free on {name}", advice)


CHECKS: Final[tuple[tuple[str, Check], ...]] = (
    ("versions", _versions),
    ("schema", _schema),
    ("dictionaries", _dictionaries),
    ("newest request", _Age("request", "http_logs", "time", timedelta(minutes=15), FILL)),
    ("newest score", _Age("score", "ml_all_scores", "detected_at", timedelta(hours=3), DETECT)),
    ("newest detection", _Age("detection", "ml_detected_anomalies", "detected_at", timedelta(days=90), DETECT, needed=False)),
    ("rights", _rights),
    ("clock", _clock),
    ("score direction", _direction),
    ("disk", _disk),
)
"""What is looked at once the engine answers, in order."""


def well(findings: Iterable[Finding]) -> bool:
    """True when nothing is broken; warnings are allowed."""
    return all(finding.state != "problem" for finding in findings)
