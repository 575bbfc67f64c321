"""What is told of a statement is true: it runs as it is shown, and its figures are the engine's."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest

from ja4dash.db import Door, Guard, Order
from ja4dash.provenance import Asked
from ja4dash.queries import campaigns, detections, evasion, reference, source, traffic
from ja4dash.scope import Scope
from tests.sql.traffic import send

HOSTILE = "it's 100 %\\n of 'them' and {x:String} \\t; \\"
CLIENT = Guard("client of a person", seconds=15, memory=2**30, rows=0, readonly=False)


def told(frame: pd.DataFrame) -> list[Asked]:
    return list(frame.attrs["asked"])


def again(door: Door, asked: Asked) -> pd.DataFrame:
    """The answer to a statement as it is shown, through a client that knows nothing else."""
    *settings, statement = asked.script().split(";\n")
    with door.pool.client(CLIENT) as client:
        for setting in settings:
            client.command(setting)
        answer: pd.DataFrame = client.query_df(statement)
    return answer


def test_a_statement_runs_as_it_is_shown(sampled: Door) -> None:
    for frame in (
        detections.facets(Scope().where("level", "HIGH", "CRITICAL")),
        detections.listing(Scope(), order=Order("threat_level"), limit=7),
        traffic.compared(Scope().where("ip", "203.0.113.0/24").where("status", "4", exclude=True)),
        evasion.recurrence(),
    ):
        (asked,) = told(frame)
        answer = again(sampled, asked)
        assert len(frame)
        assert len(answer) == len(frame) == asked.rows
        assert list(answer.iloc[:, -1].map(str)) == list(frame.iloc[:, -1].map(str))


def test_a_statement_runs_as_it_is_shown_whatever_was_searched(door: Door) -> None:
    send(door, [{"host": HOSTILE, "path": f"/{HOSTILE}"}, {"host": "shop.example", "path": "/"}])
    for scope in (Scope().where("host", HOSTILE), Scope().where("q", HOSTILE)):
        frame = traffic.listing(scope)
        assert list(frame["host"]) == list(again(door, told(frame)[0])["host"]) == [HOSTILE]


def test_rows_read_are_those_of_the_table(door: Door) -> None:
    send(door, [{"src_ip": f"203.0.113.{number % 9}"} for number in range(300)])
    before = datetime.now(UTC)
    (asked,) = told(traffic.totals(Scope().where("ip", "203.0.113.0/24")))
    assert asked.name == "traffic/figures"
    assert asked.rows is not None
    assert asked.rows > 9
    assert asked.rows_read is not None
    assert 300 <= asked.rows_read <= 600, "this window and the one before"
    assert asked.bytes_read is not None
    assert asked.bytes_read > 16 * asked.rows_read
    assert 0 < asked.milliseconds < 60_000
    assert before <= asked.fetched_at <= datetime.now(UTC)
    assert asked.engine.startswith("ClickHouse 2")
    assert asked.engine.endswith(", embedded")


@pytest.mark.parametrize(
    ("frame", "names"),
    [
        (lambda: campaigns.listing(Scope()), ["campaigns/listing"]),
        (lambda: campaigns.sources(Scope())[0], ["campaigns/graph"]),
        (lambda: campaigns.sources(Scope())[1], ["campaigns/graph"]),
        (lambda: campaigns.sources(Scope(), 1)[0], ["campaigns/graph", "campaigns/totals"]),
        (lambda: campaigns.difference(1, Scope()), ["campaigns/numbers", "campaigns/shares"]),
        (evasion.ja4_rotation, ["evasion/ja4_rotation"]),
        (lambda: source.coherence("203.0.113.1", Scope()), ["source/presented", "source/families"]),
        (lambda: reference.reflist("bot_ja4"), ["reference/sources", "reference/bot_ja4"]),
        (lambda: reference.reflist_stats("bot_ja4"), ["reference/sources", "reference/stats"]),
        (reference.dictionaries, ["reference/dictionaries"]),
    ],
)
def test_a_result_made_of_others_tells_of_all_of_them(sampled: Door, frame: object, names: list[str]) -> None:
    reference.dictionaries()
    assert [asked.name for asked in told(frame())] == names  # type: ignore[operator]
