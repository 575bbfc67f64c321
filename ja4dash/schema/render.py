"""A schema file as the statements of one deployment: names filled in, marked as ours, and spread over a cluster."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ja4dash import severity, statement
from ja4dash.fingerprint.spelling import spelled
from ja4dash.schema.definition import Definition
from ja4dash.settings import Settings

MARK: Final = "ja4dash"
"""Objects whose comment begins with this word are ours; all others are left alone."""

HIDDEN: Final = "[HIDDEN]"
_LOCAL: Final = "_local"
_ENGINE: Final = re.compile(r"ENGINE = (\w*MergeTree)")
_HEAD: Final = re.compile(r"\A(CREATE (?:OR REPLACE )?\w+ (?:IF NOT EXISTS )?|ALTER TABLE )(\S+)")


@dataclass(frozen=True)
class Rendered:
    """Statements that make one object. `shown` is `statements` without the password."""

    statements: tuple[str, ...]
    shown: tuple[str, ...]
    comment: str = ""


def rendered(
    definition: Definition,
    settings: Settings,
    *,
    cluster: str | None = None,
    missing: Collection[str] = (),
    replace: bool = False,
) -> Rendered:
    """The statements of a definition; `missing` are columns that http_logs lacks, `replace` swaps an object of ours."""
    sql = filled(definition, settings, missing=missing)
    comment = ""
    if definition.kind in ("table", "view", "dictionary"):
        comment = f"{MARK} {definition.name} {hashlib.sha256(sql.encode()).hexdigest()[:12]}"
    if replace:
        sql = re.sub(r"\ACREATE (\w+) IF NOT EXISTS", r"CREATE OR REPLACE \1", sql)
    spread = _on_cluster(definition, sql, cluster) if cluster else (sql,)
    shown = tuple(f"{one}\nCOMMENT '{comment}'" if comment else one for one in spread)
    return Rendered(tuple(_with_credentials(one, settings) for one in shown), shown, comment)


def filled(definition: Definition, settings: Settings, *, missing: Collection[str] = ()) -> str:
    """The statement with the deployment's names; credentials of dictionary sources are masked."""
    sql = spelled(definition.statement)
    if definition.kind == "view":
        head, body = sql.split(" AS\n", 1)
        absent = [column for column in sorted(missing) if "http_logs" in body and statement.uses(body, column)]
        sql = f"{head} AS\n{statement.with_defaults(body, absent)}"
    values = {
        "{logs:Identifier}": f"`{settings.logs_db}`",
        "{processing:Identifier}": f"`{settings.processing_db}`",
        "{processing:String}": f"'{settings.processing_db}'",
        "{sign:Int8}": str(severity.sign(settings.score_direction)),
        "{levels:Array(String)}": str(list(severity.RANKS)),
        "{ranks:Array(UInt8)}": str(list(severity.RANKS.values())),
        "{unknown_rank:UInt8}": str(severity.UNKNOWN_RANK),
        "{records_referer:UInt8}": str(int("header_referer" not in missing)),
        "{retention_days:UInt32}": str(settings.retention_days),
        "SOURCE(CLICKHOUSE(": f"SOURCE(CLICKHOUSE({_credentials(settings, HIDDEN)}",
    }
    for placeholder, value in values.items():
        sql = sql.replace(placeholder, value)
    return sql


def added_column(definition: Definition, column: str, settings: Settings, cluster: str | None = None) -> tuple[str, ...]:
    """Statements that add a column to a table of ours that lacks it."""
    database = f"`{settings.logs_db if definition.database == 'logs' else settings.processing_db}`"
    where = f" ON CLUSTER `{cluster}`" if cluster else ""
    sharded = bool(cluster and definition.shard_key)
    tables = [definition.object + _LOCAL, definition.object] if sharded else [definition.object]
    kind = definition.columns[column]
    return tuple(f"ALTER TABLE {database}.{table}{where} ADD COLUMN IF NOT EXISTS {column} {kind}" for table in tables)


def _on_cluster(definition: Definition, sql: str, cluster: str) -> tuple[str, ...]:
    """Replicated form. A sharded table becomes a local one and a Distributed one under the contract's name."""
    where = f" ON CLUSTER `{cluster}`"
    local = definition.object + _LOCAL
    if definition.changes and definition.shard_key:
        sql = sql.replace(f".{definition.object}\n", f".{local}\n")
    if definition.kind != "table":
        return (_HEAD.sub(rf"\1\2{where}", sql),)
    sql = sql.replace("non_replicated_deduplication_window", "replicated_deduplication_window")
    if not definition.shard_key:
        path = "('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')"
        return (_HEAD.sub(rf"\1\2{where}", _ENGINE.sub(rf"ENGINE = Replicated\1{path}", sql)),)
    path = "('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')"
    table = sql.split("\n", 1)[0].removeprefix("CREATE TABLE IF NOT EXISTS ")
    database = table.split(".")[0]
    own = _HEAD.sub(rf"\1\2{_LOCAL}{where}", _ENGINE.sub(rf"ENGINE = Replicated\1{path}", sql))
    over = (
        f"CREATE TABLE IF NOT EXISTS {table}{where} AS {table}{_LOCAL}\n"
        f"ENGINE = Distributed(`{cluster}`, {database}, {local}, {definition.shard_key})"
    )
    return own, over


def _credentials(settings: Settings, password: str) -> str:
    """How a dictionary's source authenticates: a named collection, or the user this program connects as."""
    if settings.embedded:
        return ""
    if settings.dictionary_collection:
        return f"NAME {settings.dictionary_collection} "
    secret = f"PASSWORD '{password}' " if settings.password.get_secret_value() else ""
    user = _quoted(settings.user)
    return f"USER '{user}' {secret}" if secret or settings.user != "default" else ""


def _with_credentials(sql: str, settings: Settings) -> str:
    masked = _credentials(settings, HIDDEN)
    real = _credentials(settings, _quoted(settings.password.get_secret_value()))
    return sql.replace(f"SOURCE(CLICKHOUSE({masked}", f"SOURCE(CLICKHOUSE({real}") if masked else sql


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
