"""What a page costs when nothing is cached: statements, and reads of the request log.

Every statement counts, the door's own (the engine's clock, the columns of the log) and the header's too. Reads of the log
are counted in the text of the statements: one that names the log, or a view over it, twice reads it twice. What a view does
inside is the deployment's. Where a rollup stands in, the hours that a window cuts are no read of the log. The header's own
read is told apart: it looks at the last hour for the newest request, once in five seconds for all who look.
"""

from __future__ import annotations

import re

import pytest

from ja4dash.schema.definition import definitions
from ja4dash.statement import text
from tests.pages.conftest import See
from tests.pages.test_states import ADDRESSES

MOST_STATEMENTS = 12
MOST_READS = 2
HEADER = {"status/engine", "status/freshness", "status/simulated"}
DISJOINT = {"novelty/fingerprints": 1}
"""Statements that name the log once more than they read any of its rows: before the window, and in it."""
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_STAND_IN = re.compile(r"/\*rollup:\w+\*/\s*\(.*?\n\s*\) /\*end\*/", re.S)
_NAMED = re.compile(r"\}\.(\w+)")


def named(sql: str) -> list[str]:
    """Tables and views that a statement reads, as often as it names them; databases are parameters in all of them."""
    return _NAMED.findall(_COMMENT.sub(" ", sql))


LOG = {"http_logs", *(item.object for item in definitions() if item.kind == "view" and "http_logs" in named(item.statement))}
"""The log and the views over it."""


def reads(sql: str) -> int:
    """How often a statement reads the log."""
    return sum(name in LOG for name in named(sql))


def whole_reads(name: str, sql: str) -> int:
    """How often a statement, as it was put, reads the log beside the hours that are cut from a rollup."""
    return reads(_STAND_IN.sub("", text(name))) if ".rollup_" in sql else reads(sql) - DISJOINT.get(name, 0)


def test_a_read_is_counted_as_often_as_it_is_made() -> None:
    log, view = "{logs:Identifier}.http_logs", "{processing:Identifier}.view_ai_features_1h"
    assert reads(f"SELECT count() FROM {log}") == 1
    assert reads(f"SELECT count() FROM {log} -- not {log}\n WHERE ja4 GLOBAL IN (SELECT ja4 FROM {log})") == 2
    assert reads(f"SELECT count() FROM {view}") == 1
    assert reads(f"SELECT count() FROM {view} UNION ALL SELECT count() FROM {view}, {log}") == 3
    assert reads("SELECT name FROM system.columns WHERE table = 'http_logs'") == 0
    assert reads("SELECT count() FROM {processing:Identifier}.view_ip_recurrence") == 0
    assert len(LOG) == 1 + 6


@pytest.mark.parametrize(("page", "query"), ADDRESSES)
def test_a_page_asks_little(page: str, query: dict[str, str], seen: See) -> None:
    found = seen(page, **query)
    put = found.asked
    assert not found.app.exception
    assert {"", "status/freshness"} <= {name for name, _ in put}, "the door's and the header's own count too"
    assert len(put) <= MOST_STATEMENTS, [name or sql[:60] for name, sql in put]
    own = [(name, whole_reads(name, sql)) for name, sql in put if name not in HEADER and reads(sql)]
    assert sum(number for _, number in own) <= MOST_READS, own
    assert sum(reads(sql) for name, sql in put if name in HEADER) <= 1
