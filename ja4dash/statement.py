"""Statements: one SQL file each, compiled with the scope's filters and a whitelisted order into what the engine runs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from ja4dash.errors import Category, QueryError
from ja4dash.fingerprint.spelling import spelled
from ja4dash.rollups.definition import reading
from ja4dash.scope import Scope, predicates

OPTIONAL_COLUMNS: Final = {
    "query": "''",
    "status": "toUInt16(0)",
    "header_referer": "''",
    "header_sec_fetch_site": "''",
    "header_sec_fetch_dest": "''",
    "tls_sni": "''",
    "src_asn": "toUInt32(0)",
    "src_as_name": "''",
}
"""Columns of http_logs that an existing deployment may lack, and what stands in for them."""

DECISION_COLUMNS: Final = {
    "analyst": "''",
    "batch": "''",
    "undoes": "''",
    "restores": "''",
    "expires_at": "toDateTime(0)",
    "ordered_at": "toDateTime64(created_at, 6, 'UTC')",
}
"""Columns of ours in soc_feedback, and what stands in for them where they could not be added."""

_FILTERS = re.compile(r"/\*filters:(\w+)\*/")
_ORDER = re.compile(r"/\*order\*/")
_DECISIONS = re.compile(r"\{processing:Identifier\}\.soc_feedback\b")
_ROLLUP = re.compile(r"/\*rollup:(\w+)\*/\s*\(.*?\n\s*\) /\*end\*/", re.S)
_DISTINCT = re.compile(r"\buniqExactMerge(If)?\(")
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)


@dataclass(frozen=True)
class Order:
    """A sort: a whitelisted column and a direction."""

    column: str
    descending: bool = True


def text(name: str) -> str:
    """The statement as it stands in `sql/<name>.sql`."""
    return _text(name)


@cache
def _text(name: str) -> str:
    return files("ja4dash").joinpath("sql", *f"{name}.sql".split("/")).read_text("utf-8").strip()


def compiled(
    name: str,
    scope: Scope | None = None,
    *,
    order: Order | None = None,
    sorts: Mapping[str, str] | None = None,
    missing: Collection[str] = (),
    undecided: Collection[str] = (),
    rolled: Collection[str] = (),
) -> tuple[str, dict[str, object]]:
    """SQL and parameters of a statement; QueryError for an unlisted sort or a filter that needs a missing column.

    `missing` are columns that http_logs lacks, `undecided` those of DECISION_COLUMNS that soc_feedback lacks. `rolled`
    are the readings for which the rollup stands in.
    """
    parameters: dict[str, object] = {}

    def filters(found: re.Match[str]) -> str:
        conditions, bound = predicates(scope or Scope(), found[1])
        _refuse_missing(conditions, missing)
        parameters.update(bound)
        return "".join(f"\n  AND {condition}" for condition in conditions)

    whole = with_rollups(text(name), rolled) if rolled else text(name)
    sql = _FILTERS.sub(filters, spelled(whole))
    sql = _ORDER.sub(lambda _: _ordered(order, sorts or {}), sql)
    absent = [column for column in missing if uses(sql, column)] if "http_logs" in sql else []
    return with_defaults(_completed(sql, undecided), absent), parameters


def with_rollups(sql: str, able: Collection[str]) -> str:
    """The statement with these readings from rollups; distinct counts are then merged from sketches."""
    whole = _ROLLUP.sub(lambda found: f"(\n{reading(found[1])}\n)" if found[1] in able else found[0], sql)
    return _DISTINCT.sub(r"uniqCombined64Merge\1(14)(", whole)


def approximate(sql: str) -> bool:
    """True when a compiled statement counts distinct values by sketches."""
    return "uniqCombined64" in sql


def readings(name: str) -> frozenset[str]:
    """What a statement could read of rollups instead of the log."""
    return frozenset(_ROLLUP.findall(text(name)))


def uses(sql: str, column: str) -> bool:
    """True when a statement names a column."""
    return re.search(rf"\b{column}\b", _COMMENTS.sub(" ", sql)) is not None


def with_defaults(sql: str, columns: Collection[str]) -> str:
    """The statement with constants standing in for columns that http_logs lacks."""
    if not columns:
        return sql
    aliases = ", ".join(f"{OPTIONAL_COLUMNS[column]} AS {column}" for column in sorted(columns))
    lead = re.match(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*", sql, re.S)
    start = lead.end() if lead else 0
    body = sql[start:]
    clause = re.match(r"WITH\b", body, re.I)
    rest = ", " + body[clause.end() :].lstrip() if clause else "\n" + body
    return f"{sql[:start]}WITH {aliases}{rest}"


def _completed(sql: str, lacking: Collection[str]) -> str:
    """The statement with soc_feedback read as if it had all of its columns."""
    if not lacking:
        return sql
    added = ", ".join(f"{DECISION_COLUMNS[column]} AS {column}" for column in sorted(lacking))
    whole = f"(SELECT *, {added} FROM {{processing:Identifier}}.soc_feedback)"  # noqa: S608 - constants of this module
    return _DECISIONS.sub(whole, sql)


def _ordered(order: Order | None, sorts: Mapping[str, str]) -> str:
    if order is None:
        return ""
    if order.column not in sorts:
        raise QueryError(Category.PARAMETER, f"cannot sort by {order.column!r}; choose one of {', '.join(sorted(sorts))}")
    return f"{sorts[order.column]} {'DESC' if order.descending else 'ASC'},"


def _refuse_missing(conditions: Collection[str], missing: Collection[str]) -> None:
    for column in missing:
        if any(uses(condition, column) for condition in conditions):
            raise QueryError(Category.MISSING, f"http_logs has no column {column!r}, which this filter needs")
