"""What rollups answer is what the log answers: after late, repeated and concurrent inserts, and a filling that was cut."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import discovery, geography, novelty, overview, traffic
from ja4dash.rollups import READINGS, ROLLUPS, Coverage, recent
from ja4dash.schema import migrate, rollups
from ja4dash.schema.inventory import Inventory, Present
from ja4dash.schema.step import Outcome
from ja4dash.scope import Scope, between
from ja4dash.statement import approximate, compiled, readings, text
from tests.sql.test_statements import NAMES, dummies
from tests.sql.traffic import send, send_captured

ROLLED = [name for name in NAMES if readings(name)]
JA4S = ("t13d1517h2_8daaf6152771_cb7bf5808d99", "t13d1516h2_8daaf6152771_02713d6af862", "")
HOURS = 60


def requests(seed: int, count: int) -> list[dict[str, object]]:
    """Requests of the last hours in no order."""
    chosen = random.Random(seed)
    return [
        {
            "ago": chosen.randrange(HOURS * 3600),
            "src_ip": f"203.0.113.{chosen.randrange(200)}",
            "host": chosen.choice(("shop.example", "api.example", "")),
            "method": chosen.choice(("GET", "POST")),
            "http_version": chosen.choice(("HTTP/1.1", "HTTP/2", "odd")),
            "status": chosen.choice((0, 200, 204, 404, 500)),
            "ja4": chosen.choice(JA4S),
            "header_user_agent": chosen.choice(("curl/8", "Mozilla/5.0 Firefox/150.0", "")),
            "h2_fingerprint": chosen.choice(("1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p", "")),
            "src_country_code": chosen.choice(("DE", "FR", "")),
        }
        for _ in range(count)
    ]


def window(door: Door) -> Scope:
    """Two days that begin and end within an hour, and leave a period before and rows after them."""
    until = door.now() - timedelta(minutes=70)
    return Scope(between(until - timedelta(hours=28, minutes=20), until))


def answers(door: Door, scope: Scope) -> dict[str, pd.DataFrame]:
    """Everything that can be read from rollups."""
    found = discovery.found(scope, minimum=1)
    return {
        "heatmap": traffic.heatmap(scope),
        "per_hour": traffic.per_hour(scope),
        **{f"traffic {name}": frame for name, frame in traffic.figures(scope, 100).items()},
        "totals": overview.totals(scope),
        **found,
        **{f"novelty {name}": frame for name, frame in novelty.found(scope).items()},
        "extensions": novelty.extensions(scope)[0],
    }


def agree(door: Door, scope: Scope) -> None:
    """Compare both ways of answering; distinct counts are exact as long as they are few."""
    door._coverage = None
    assert set(door.coverage().owed) == set(ROLLUPS)
    rolled = answers(door, scope)
    door._coverage = (time.monotonic() + 3600, Coverage())
    raw = answers(door, scope)
    door._coverage = None
    for name, frame in raw.items():
        pd.testing.assert_frame_equal(rolled[name], frame, obj=name, check_dtype=False)
    assert all(ROLLUPS[one].table in sql(rolled) for needed in READINGS.values() for one in needed)
    assert [name for name, frame in rolled.items() if "rollup_" not in sql({name: frame})] == []
    assert "rollup_" not in sql(raw)


def sql(frames: Mapping[str, pd.DataFrame]) -> str:
    """The statements behind the frames."""
    return "\n".join(asked.sql for frame in frames.values() for asked in frame.attrs["asked"])


def test_rollups_agree_with_the_log_after_inserts_in_any_order(door: Door) -> None:
    for seed in range(4):
        send(door, requests(seed, 700))
    agree(door, window(door))
    late = [row | {"ago": HOURS * 1800} for row in requests(9, 50)]
    send(door, late)
    agree(door, window(door))


def test_rollups_agree_on_captured_requests(door: Door) -> None:
    send_captured(door)
    agree(door, Scope(between(door.now() - timedelta(days=20, minutes=17), door.now() + timedelta(minutes=1))))


def test_filters_are_answered_alike(door: Door) -> None:
    send(door, requests(1, 900))
    for scope in (
        window(door).where("status", "4").where("country", "DE", exclude=True),
        window(door).where("ja4", JA4S[0]),
        window(door).where("family", "Chrome"),
        window(door).where("host", "shop"),
        window(door).where("ip", "203.0.113.0/25"),
    ):
        door._coverage = None
        rolled = answers(door, scope)
        door._coverage = (time.monotonic() + 3600, Coverage())
        for name, frame in answers(door, scope).items():
            pd.testing.assert_frame_equal(rolled[name], frame, obj=name, check_dtype=False)


def test_a_repeated_insert_is_counted_once(door: Door) -> None:
    send(door, requests(1, 300))
    insert = door.insert
    door.insert = lambda *args, **kwargs: insert(*args, **kwargs | {"token": "again"})  # type: ignore[method-assign]
    for _ in range(3):
        send(door, requests(2, 300))
    assert door.query("SELECT count() AS n FROM {logs:Identifier}.http_logs", door.names())["n"].iloc[0] == 600
    agree(door, window(door))


def test_an_insert_that_reached_the_log_but_not_a_rollup_is_mended_by_its_repetition(door: Door) -> None:
    rollup = ROLLUPS["requests"]
    fill = f"`{door.settings.processing_db}`.{rollup.fill}"
    door.command(f"DETACH TABLE {fill}")
    insert = door.insert
    door.insert = lambda *args, **kwargs: insert(*args, **kwargs | {"token": "cut"})  # type: ignore[method-assign]
    rows = requests(3, 300)
    send(door, rows)
    door.command(f"ATTACH TABLE {fill}")
    send(door, rows)
    agree(door, window(door))


def without_rollups(door: Door) -> None:
    """A deployment as it was before there were rollups."""
    for rollup in ROLLUPS.values():
        for name in (rollup.fill, rollup.table):
            door.command(f"DROP TABLE `{door.settings.processing_db}`.{name} SYNC")
    door._coverage = None


def test_what_was_there_before_is_counted_by_the_migration(door: Door) -> None:
    without_rollups(door)
    send(door, requests(1, 900))
    assert not door.coverage().owed, "the log answers"
    assert answers(door, window(door))["totals"]["requests"].iloc[0] > 0
    assert migrate(door).complete
    agree(door, window(door))
    assert migrate(door).sentence().startswith("nothing to do")


def test_a_filling_that_was_cut_goes_on_where_it_was(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    without_rollups(door)
    send(door, requests(1, 900))
    again, calls = rollups._counted_again, 0

    def cut(*args: Any) -> None:
        nonlocal calls
        calls += 1
        if calls % 2 == 0:
            raise QueryError(Category.UNREACHABLE, "cut")
        again(*args)

    monkeypatch.setattr(rollups, "_counted_again", cut)
    with pytest.raises(QueryError):
        migrate(door)
    assert rollups.owed(door)["requests"]
    send(door, requests(2, 200))
    for _ in range(20):
        try:
            migrate(door)
            break
        except QueryError:
            continue
    monkeypatch.undo()
    assert migrate(door).complete
    agree(door, window(door))


def test_an_hour_that_is_written_to_while_it_is_filled_stays_owed(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    without_rollups(door)
    send(door, requests(1, 400))
    command = door.command
    ago = 20 * 3600
    busy = True

    def meanwhile(text: str, parameters: Mapping[str, object] | None = None) -> None:
        if busy and text.startswith("INSERT INTO {processing:Identifier}.rollup_requests"):
            send(door, [{"ago": ago, "ja4": JA4S[0]}])
        command(text, parameters)

    monkeypatch.setattr(door, "command", meanwhile)
    step = next(step for step in migrate(door).steps if step.migration == "rollup requests" and step.action == "fill")
    assert "still being written" in step.note
    hour = (door.now() - timedelta(seconds=ago)).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    assert set(rollups.owed(door)["requests"]) <= {hour - timedelta(hours=1), hour, hour + timedelta(hours=1)}
    agree(door, window(door))
    busy = False
    assert migrate(door).complete
    assert not rollups.owed(door)["requests"]
    agree(door, window(door))


def test_rows_that_were_deleted_from_the_log_are_noticed_by_the_migration(door: Door) -> None:
    send(door, requests(1, 900))
    door.command("ALTER TABLE {logs:Identifier}.http_logs DELETE WHERE method = 'POST' SETTINGS mutations_sync = 2", door.names())
    assert migrate(door).complete
    agree(door, window(door))


def test_a_rollup_whose_view_is_gone_answers_nothing(door: Door) -> None:
    send(door, requests(1, 300))
    door.command(f"DROP TABLE `{door.settings.processing_db}`.fill_requests SYNC")
    door._coverage = None
    send(door, requests(2, 300))
    assert "requests" not in door.coverage().owed
    assert traffic.heatmap(Scope().over("30d"))["requests"].sum() == 600


def test_a_rollup_that_is_taken_away_under_a_running_app_is_done_without(door: Door) -> None:
    send(door, requests(1, 300))
    assert traffic.heatmap(Scope().over("30d"))["requests"].sum() == 300
    for name in ("fill_requests", "rollup_requests"):
        door.command(f"DROP TABLE `{door.settings.processing_db}`.{name} SYNC")
    assert traffic.heatmap(Scope().over("30d"))["requests"].sum() == 300


def test_only_hours_that_are_owed_are_emptied() -> None:
    found = list(rollups.stretches([*range(90_000, 0, -3600), -7200, -18_000]))
    assert [hour for run in found for hour in run] == [*range(90_000, 0, -3600), -7200, -18_000]
    assert [(max(run) - min(run)) // 3600 + 1 for run in found] == [len(run) for run in found] == [24, 1, 1, 1]
    assert list(rollups.stretches([])) == []


@pytest.mark.parametrize(
    ("engine", "made"),
    [
        ("MergeTree PARTITION BY log_date ORDER BY time", True),
        ("ReplicatedMergeTree('/clickhouse/tables/{shard}/http_logs', '{replica}') ORDER BY time", False),
        ("ReplacingMergeTree ORDER BY time", False),
        ("Distributed('all', 'ja4_logs', 'http_logs_local')", False),
        ("", False),
    ],
)
def test_rollups_are_made_where_every_row_is_seen_to_come(door: Door, engine: str, made: bool) -> None:
    there = Inventory(objects={(door.settings.logs_db, "http_logs"): Present(engine=engine)})
    steps = list(rollups.rollup_steps(door, there))
    assert (len(steps) > 1) == made
    if not made:
        assert [(step.outcome, step.note) for step in steps] == [
            (Outcome.LEFT_ALONE, "rollups are made only over a plain MergeTree of one server: the log answers")
        ]


def test_a_comparison_that_fails_leaves_the_rest_of_the_migration_alone(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> tuple[int, ...]:
        raise QueryError(Category.TIMEOUT, "The engine stopped the query at its time limit")

    monkeypatch.setattr(rollups, "_differing", refused)
    door.command(f"DROP TABLE `{door.settings.processing_db}`.saved_views SYNC")
    report = migrate(door)
    assert report.complete
    notes = {step.migration: step.note for step in report.having(Outcome.LEFT_ALONE)}
    assert notes["rollup requests"] == "The engine stopped the query at its time limit"
    assert [step.object for step in report.having(Outcome.DONE)] == [f"{door.settings.processing_db}.saved_views"]


@pytest.mark.parametrize("name", ROLLED)
def test_a_statement_over_rollups_can_be_explained(door: Door, name: str) -> None:
    sql, _ = compiled(name, rolled=readings(name))
    assert "rollup_" in sql
    assert "uniqExactMerge" not in sql
    assert approximate(sql) == ("uniqCombined64Merge(14)" in sql or "uniqCombined64MergeIf(14)" in sql)
    assert len(door.query(f"EXPLAIN {sql}", dummies(name, sql, door)))


def test_a_distinct_count_says_that_it_is_approximate(door: Door) -> None:
    send(door, requests(1, 300))
    assert discovery.found(window(door), minimum=1)["profiles"].attrs["approximate"]
    door._coverage = (time.monotonic() + 3600, Coverage())
    assert not discovery.found(window(door), minimum=1)["profiles"].attrs["approximate"]
    assert not traffic.heatmap(window(door)).attrs["approximate"]


# --- the sessions of the last hour ------------------------------------------------------------------------------------


def test_the_sessions_taken_down_are_those_of_the_view(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    send(door, [row | {"ago": 600 + 30 * place} for place, row in enumerate(requests(1, 90))])
    by_view = geography.tables(Scope())
    table = f"`{door.settings.processing_db}`.{recent.TABLE}"
    for sql in (f"SYSTEM REFRESH VIEW {table}", f"SYSTEM WAIT VIEW {table}"):
        door.command(sql)
    monkeypatch.setattr(recent, "FEWEST", 0)
    door._taken = door._coverage = None
    taken = geography.tables(Scope())
    assert recent.TABLE in taken["totals"].attrs["asked"][0].sql
    assert taken["totals"].attrs["fetched_at"] == door._taken[1].at  # type: ignore[index]
    for name, frame in by_view.items():
        pd.testing.assert_frame_equal(taken[name], frame, obj=name)


def test_only_a_statement_over_the_feature_view_alone_reads_the_sessions_taken_down() -> None:
    reading = {name for name in NAMES if recent.reads(text(name))}
    assert "geography/sessions" in reading
    assert not reading & {"detect/clients", "features/both"}, "one names the view in a comment, one reads the other view too"


NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("taken", "answers"),
    [
        (recent.Taken(NOW - timedelta(seconds=80), 50_000, 10**6, 10**6 + 500), True),
        (recent.Taken(NOW - timedelta(seconds=91), 50_000, 10**6, 10**6), False),
        (recent.Taken(NOW, 50_000, 10**6, 10**6 + 501), False),
        (recent.Taken(NOW, 50_000, 10**6, 10**6 - 501), False),
        (recent.Taken(NOW, 9_999, 10**6, 10**6), False),
    ],
)
def test_sessions_taken_down_answer_while_they_are_fresh(taken: recent.Taken, answers: bool) -> None:
    assert taken.answers(NOW) == answers


# --- which hours ------------------------------------------------------------------------------------------------------


def hour(at: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, at, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("owed", "reading", "first", "last"),
    [
        ((), "requests", 5, 14),
        ((), "compared", 5, 14),
        ((hour(4), hour(14)), "requests", 5, 14),
        ((hour(13),), "requests", 5, 13),
        ((hour(5), hour(6)), "requests", 7, 14),
        ((hour(8),), "requests", 9, 14),
        ((hour(12),), "compared", 5, 12),
    ],
)
def test_whole_hours_that_are_not_owed(owed: tuple[datetime, ...], reading: str, first: int, last: int) -> None:
    found = Coverage({"requests": owed}).hours({reading}, hour(0) - timedelta(hours=5, minutes=25), hour(4, 20), hour(14, 5))
    assert found is not None
    assert (found["first_hour"], found["last_hour"]) == (hour(first), hour(last))


@pytest.mark.parametrize(("since", "until"), [(hour(4, 20), hour(4, 50)), (hour(4, 20), hour(5)), (hour(4, 20), hour(5, 59))])
def test_a_window_without_a_whole_hour_is_read_from_the_log(since: datetime, until: datetime) -> None:
    assert Coverage({"requests": ()}).hours({"requests"}, since - (until - since), since, until) is None


def test_what_came_before_is_answered_unless_an_hour_of_it_is_owed() -> None:
    window = {"before": hour(2, 10), "since": hour(4, 20), "until": hour(4, 50)}
    bounds = {"since_hour": hour(4), "cut_hour": hour(2), "first_hour": window["until"], "last_hour": window["until"]}
    both = {"history", "agents"}
    assert Coverage({"profiles": ()}).hours(both, **window) == bounds
    assert Coverage({"profiles": (hour(5),)}).hours(both, **window) == bounds
    assert Coverage({"profiles": (hour(1),)}).hours(both, **window) is None


def test_of_a_window_that_is_looked_back_from_the_longest_stretch_is_read() -> None:
    window = {"before": hour(2), "since": hour(4, 20), "until": hour(9, 50)}
    whole = Coverage({"profiles": ()}).hours({"history", "agents"}, **window)
    cut = Coverage({"profiles": (hour(6),)}).hours({"history", "agents"}, **window)
    assert whole == {"since_hour": hour(4), "cut_hour": hour(2), "first_hour": hour(5), "last_hour": hour(9)}
    assert cut == {"since_hour": hour(4), "cut_hour": hour(2), "first_hour": hour(7), "last_hour": hour(9)}


def test_a_reading_is_able_when_its_rollups_are_filled_and_have_the_filters() -> None:
    coverage = Coverage({"requests": ()})
    assert coverage.able({"requests", "profiles", "figures_compared"}, {"method"}) == {"requests"}
    assert coverage.able({"requests"}, {"method", "host"}) == frozenset()
    every = Coverage(dict.fromkeys(ROLLUPS, ()))
    assert every.able({"figures_compared"}, ()) == {"figures_compared"}
    assert every.able({"figures_compared"}, {"method"}) == frozenset(), "only one of its rollups knows methods"


def test_what_one_of_a_readings_rollups_owes_is_read_from_the_log() -> None:
    coverage = Coverage({name: (hour(12),) if name == "hosts" else () for name in ROLLUPS})
    found = coverage.hours({"figures_compared"}, hour(0) - timedelta(hours=5, minutes=25), hour(4, 20), hour(14, 5))
    assert found is not None
    assert (found["first_hour"], found["last_hour"]) == (hour(5), hour(12))
