"""Signatures promoted, replaced, withdrawn and undone: one entry, live at once, journalled; on tables of ours and of others."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import Category, FieldError, QueryError, RightsError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import browsers, journal, reference, signatures
from ja4dash.rights import Person, Role
from ja4dash.scope import Scope
from ja4dash.signature.entry import Signature, checked
from ja4dash.writes import signatures as writes
from ja4dash.writes.journal import NOT_KEPT
from ja4dash.writes.signatures import SAME, adopt, make_live, promote, undo, withdraw
from tests.sql.test_browsers import CHROME_H2, CHROME_JA4, session
from tests.sql.traffic import send
from tests.unit.test_signature import HOSTILE

ANA, BOB = Person("ana", Role.ANALYST), Person("bob", Role.ADMIN)
_number = itertools.count(1)


@pytest.fixture
def listed(file_door: Door) -> Iterator[Door]:
    """A door to the shipped list. Each test writes about fingerprints of its own."""
    with db.use(file_door):
        yield file_door


@pytest.fixture
def plain(door: Door) -> Door:
    """A deployment of others: a plain table of the contract's four columns with an entry, no journal, and their dictionary."""
    names = door.names()
    for kind, name in (("VIEW", "view_thesis_features_1h"), ("VIEW", "view_ai_features_1h"), ("DICTIONARY", "dict_browser_h2")):
        door.command(f"DROP {kind} {{processing:Identifier}}.{name}", names)
    for name in ("browser_h2_signatures", "soc_journal"):
        door.command(f"DROP TABLE {{processing:Identifier}}.{name}", names)
    door.command(
        "CREATE TABLE {processing:Identifier}.browser_h2_signatures"
        " (h2_fingerprint String, browser_family String, confidence Float64, notes String) ENGINE = MergeTree ORDER BY tuple()",
        names,
    )
    door.command(
        "CREATE DICTIONARY {processing:Identifier}.dict_browser_h2 (h2_fingerprint String, browser_family String DEFAULT '')"
        " PRIMARY KEY h2_fingerprint SOURCE(CLICKHOUSE(QUERY"
        f" 'SELECT h2_fingerprint, browser_family FROM {door.settings.processing_db}.browser_h2_signatures'))"
        " LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)",
        names,
    )
    return door


def fresh() -> str:
    """A fingerprint that no list holds."""
    return f"1:{next(_number)};2:0|15663105|0|m,a,s,p"


def rows(door: Door, fingerprint: str) -> list[tuple[str, str, float, str]]:
    """The rows of a fingerprint in the table."""
    sql = (
        "SELECT h2_fingerprint, browser_family, confidence, notes FROM {processing:Identifier}.browser_h2_signatures"
        " WHERE h2_fingerprint = {one:String} ORDER BY ALL"
    )
    frame = door.query(sql, door.names() | {"one": fingerprint})
    return [(a, b, round(float(c), 6), d) for a, b, c, d in frame.itertuples(index=False, name=None)]


def said(door: Door, fingerprint: str) -> str:
    """What the dictionary says, asked as others ask it."""
    sql = "SELECT dictGet(concat({processing:String}, '.dict_browser_h2'), 'browser_family', {one:String}) AS family"
    return str(door.query(sql, door.names() | {"one": fingerprint})["family"][0])


def put(door: Door, *entries: tuple[str, str, float, str]) -> None:
    sql = "INSERT INTO {processing:Identifier}.browser_h2_signatures VALUES ({a:String}, {b:String}, {c:Float32}, {d:String})"
    for a, b, c, d in entries:
        door.command(sql, door.names() | {"a": a, "b": b, "c": c, "d": d})


def outcomes(fingerprint: str) -> list[tuple[str, str, str]]:
    """Who did what, and how it ended, oldest first."""
    frame = signatures.versions(fingerprint)
    return [(who, action, end) for who, action, end in frame[["who", "action", "outcome"]].to_numpy().tolist()][::-1]


# --- promote ----------------------------------------------------------------------------------------------------------


def test_browsers_show_the_family_once_it_is_promoted_and_not_once_it_is_withdrawn(listed: Door) -> None:
    """Operation 15 to 17 through operations 18 and 19, on traffic whose fingerprint is spelled otherwise."""
    fingerprint = fresh()
    send(listed, session("10.0.0.1", CHROME_JA4, f"2570:99;{fingerprint}", 2, host="promoted.example"))
    scope = Scope().where("host", "promoted.example")
    run = {name: OPERATIONS[name].run for name in ("add-signature", "delete-signature")}
    assert list(browsers.h2_families(scope)["h2_dict_family"]) == [""]
    assert list(signatures.unknown(scope)["h2_fingerprint"]) == [fingerprint]
    added = run["add-signature"](fingerprint=f"6682:1;{fingerprint}", family="Edge", confidence=0.8, notes="seen", analyst="ana")  # type: ignore[misc]
    assert isinstance(added, pd.DataFrame)
    assert added.drop(columns="loaded_at").to_dict("records") == [
        {
            "h2_fingerprint": fingerprint,
            "before": "",
            "after": "Edge, confidence 0.8: seen",
            "says": "Edge",
            "live": True,
            "problem": "",
        }
    ]
    assert abs((datetime.now(UTC) - added["loaded_at"][0]).total_seconds()) < 60
    assert said(listed, fingerprint) == "Edge"
    assert list(browsers.h2_families(scope)["h2_dict_family"]) == ["Edge"]
    assert browsers.rates(scope)["matched"][0] == 1
    assert signatures.unknown(scope).empty
    run["delete-signature"](fingerprint=fingerprint, analyst="ana")  # type: ignore[misc]
    assert said(listed, fingerprint) == ""
    assert list(browsers.h2_families(scope)["h2_dict_family"]) == [""]
    assert outcomes(fingerprint) == [("ana", "promote", "done"), ("ana", "withdraw", "done")]


def test_a_replaced_entry_is_one_entry(listed: Door) -> None:
    """Trap 6: the naive insert leaves two, and the dictionary takes the one of higher confidence, which is the old one."""
    fingerprint = fresh()
    promote(fingerprint, "Chrome", 0.9, who=ANA)
    put(listed, (fingerprint, "Firefox", 0.4, "naive"))
    listed.command("SYSTEM RELOAD DICTIONARY {processing:Identifier}.dict_browser_h2", listed.names())
    assert said(listed, fingerprint) == "Chrome"
    written = promote(fingerprint, "Firefox", 0.4, "better", who=BOB)
    assert rows(listed, fingerprint) == [(fingerprint, "Firefox", 0.4, "better")]
    assert said(listed, fingerprint) == "Firefox"
    assert written.rows["before"][0] == "Chrome, confidence 0.9\nFirefox, confidence 0.4: naive"
    assert (written.live.everywhere, written.live.problem, written.notes) == (True, None, ())


def test_entries_in_other_spellings_and_doubles_are_replaced_too(listed: Door) -> None:
    fingerprint = fresh()
    comma = fingerprint.replace(";", ",")
    put(listed, (fingerprint, "Chrome", 0.9, ""), (fingerprint, "Chrome", 0.9, ""), (comma, "Edge", 1.0, "theirs"))
    promote(fingerprint, "Chrome", 0.9, who=ANA)
    assert rows(listed, fingerprint) == [(fingerprint, "Chrome", 0.9, "")]
    assert rows(listed, comma) == []


def test_the_same_again_changes_nothing(listed: Door) -> None:
    fingerprint = fresh()
    promote(fingerprint, "Safari", 0.1, "x", who=ANA)
    again = promote(fingerprint, "Safari", 0.1, " x ", who=BOB)
    assert (again.batch, again.notes, again.live.everywhere) == ("", (SAME,), True)
    assert outcomes(fingerprint) == [("ana", "promote", "done")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_notes_are_text(listed: Door, text: str) -> None:
    fingerprint = fresh()
    first = promote(fingerprint, "Other", 0.5, text, who=ANA)
    assert rows(listed, fingerprint) == [(fingerprint, "Other", 0.5, text)]
    withdraw(fingerprint, who=ANA)
    undo(signatures.versions(fingerprint)["batch"][0], who=ANA)
    assert rows(listed, fingerprint) == [(fingerprint, "Other", 0.5, text)]
    assert signatures.changes([], first.batch)["after"].str.startswith("Other, confidence 0.5: ").all()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (("=1+1", "Chrome", 1.0, ""), "h2_fingerprint"),
        (("1:65536|x|0|m", "Chrome", 1.0, ""), "window_update"),
        ((CHROME_H2, "Opera", 1.0, ""), "family"),
        ((CHROME_H2, "Chrome", 2.0, ""), "confidence"),
        ((CHROME_H2, "Chrome", 1.0, "x" * 100_000), "notes"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(listed: Door, typed: tuple[str, str, float, str], field: str) -> None:
    before = journal.totals(Scope())["writes"][0]
    with pytest.raises(FieldError) as caught:
        promote(*typed, who=ANA)
    assert caught.value.field == field
    assert journal.totals(Scope())["writes"][0] == before


@pytest.mark.parametrize("role", [Role.NOBODY, Role.VIEWER, Role.VISITOR])
def test_who_may_not_curate_cannot_by_calling(listed: Door, role: Role) -> None:
    nobody = Person("eve", role)
    attempts: list[Callable[[], object]] = [
        lambda: promote(CHROME_H2, "Other", who=nobody),
        lambda: adopt([checked(CHROME_H2, "Other", 1)], who=nobody),
        lambda: withdraw(CHROME_H2, who=nobody),
        lambda: undo("x", who=nobody),
        lambda: make_live([CHROME_H2], who=nobody),
    ]
    for attempt in attempts:
        with pytest.raises(RightsError):
            attempt()
    assert len(rows(listed, CHROME_H2)) == 2


# --- withdraw, undo ---------------------------------------------------------------------------------------------------


def test_undo_restores_all_that_was_replaced(listed: Door) -> None:
    """Shipped: Chrome and Edge share it."""
    before = rows(listed, CHROME_H2)
    assert len(before) == 2
    made = promote(CHROME_H2, "Other", 0.3, who=ANA)
    assert (rows(listed, CHROME_H2), said(listed, CHROME_H2)) == ([(CHROME_H2, "Other", 0.3, "")], "Other")
    undone = undo(made.batch, who=BOB)
    assert (rows(listed, CHROME_H2), said(listed, CHROME_H2)) == (before, "Chrome")
    undo(undone.batch, who=ANA)
    assert rows(listed, CHROME_H2) == [(CHROME_H2, "Other", 0.3, "")]
    undo(signatures.versions(CHROME_H2)["batch"][0], who=ANA)
    assert rows(listed, CHROME_H2) == before
    assert outcomes(CHROME_H2) == [
        ("ana", "promote", "done"),
        ("bob", "undo", "done"),
        ("ana", "undo", "done"),
        ("ana", "undo", "done"),
    ]


def test_a_withdrawn_entry_comes_back_by_undo_only(listed: Door) -> None:
    fingerprint = fresh()
    promote(fingerprint, "Firefox", 0.7, "x", who=ANA)
    gone = withdraw(f" {fingerprint} ", who=BOB)
    assert (rows(listed, fingerprint), said(listed, fingerprint)) == ([], "")
    with pytest.raises(FieldError):
        withdraw(fingerprint, who=BOB)
    undo(gone.batch, who=ANA)
    assert rows(listed, fingerprint) == [(fingerprint, "Firefox", 0.7, "x")]


def test_a_malformed_entry_of_others_can_be_withdrawn(listed: Door) -> None:
    put(listed, ("=cmd|' /C calc'!A1", "Other", 1.0, ""))
    gone = withdraw("=cmd|' /C calc'!A1", who=ANA)
    assert rows(listed, "=cmd|' /C calc'!A1") == []
    undo(gone.batch, who=ANA)
    assert rows(listed, "=cmd|' /C calc'!A1") == [("=cmd|' /C calc'!A1", "Other", 1.0, "")]


def test_a_newer_change_is_not_undone_with_an_older_one(listed: Door) -> None:
    fingerprint = fresh()
    first = promote(fingerprint, "Firefox", 0.7, who=ANA)
    second = promote(fingerprint, "Chrome", 0.7, who=BOB)
    promote(fingerprint, "Firefox", 0.7, who=ANA)
    for batch in (first.batch, second.batch):
        with pytest.raises(QueryError, match="ana changed this signature again") as caught:
            undo(batch, who=BOB)
        assert caught.value.category is Category.CONFLICT
    assert rows(listed, fingerprint) == [(fingerprint, "Firefox", 0.7, "")]


def test_what_others_changed_is_not_undone(listed: Door) -> None:
    fingerprint = fresh()
    made = promote(fingerprint, "Firefox", 0.7, who=ANA)
    put(listed, (fingerprint, "Edge", 0.9, "by hand"))
    with pytest.raises(QueryError, match="no longer what this change made of it"):
        undo(made.batch, who=ANA)


@pytest.mark.parametrize("batch", ["", "x", "0" * 32, "'; DROP TABLE x"])
def test_there_is_nothing_to_undo_in_an_unknown_batch(listed: Door, batch: str) -> None:
    with pytest.raises(FieldError) as caught:
        undo(batch, who=ANA)
    assert caught.value.field == "batch"


# --- import -----------------------------------------------------------------------------------------------------------


def test_a_sheet_is_one_change(listed: Door) -> None:
    one, two, three = fresh(), fresh(), fresh()
    promote(one, "Chrome", 0.9, "before", who=ANA)
    promote(two, "Chrome", 0.9, who=ANA)
    entries = [checked(one, "Edge", 0.5), checked(two, "Chrome", 0.9), checked(three, "Safari", 1)]
    written = adopt(entries, who=BOB)
    assert written.rows["h2_fingerprint"].tolist() == [one, two, three]
    assert written.live.rows["says"].tolist() == ["Edge", "Chrome", "Safari"]
    assert signatures.changes([], written.batch)["h2_fingerprint"].tolist() == sorted([one, three])
    undo(written.batch, who=BOB)
    assert [rows(listed, text) for text in (one, two, three)] == [
        [(one, "Chrome", 0.9, "before")],
        [(two, "Chrome", 0.9, "")],
        [],
    ]
    assert [said(listed, text) for text in (one, two, three)] == ["Chrome", "Chrome", ""]


def test_an_import_is_bounded_and_checked_again(listed: Door) -> None:
    forged = Signature(fresh(), "Opera", "0.5")
    for entries in ([], [forged] * (writes.MAX_AT_ONCE + 1), [forged]):
        with pytest.raises(FieldError):
            adopt(entries, who=ANA)
    assert rows(listed, forged.fingerprint) == []


# --- at once ----------------------------------------------------------------------------------------------------------


def together(*actions: Callable[[], object]) -> list[object]:
    """What each gave or raised, all begun at one moment."""
    barrier, results = threading.Barrier(len(actions)), [object()] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = action()
        except QueryError as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class NoLock:
    """Another process has another lock: it holds nobody here."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


@pytest.mark.parametrize("locked", [True, False], ids=["one process", "as if two"])
def test_of_two_promotions_at_once_one_stands(file_door: Door, monkeypatch: pytest.MonkeyPatch, locked: bool) -> None:
    if not locked:
        monkeypatch.setattr(writes, "_ONE_BY_ONE", NoLock())
    with db.use(file_door):
        for _ in range(6):
            fingerprint = fresh()
            families = ["Chrome", "Firefox", "Safari", "Edge"]
            results = together(*[lambda f=f, t=fingerprint: promote(t, f, 0.5, f, who=Person(f, Role.ANALYST)) for f in families])
            stands = rows(file_door, fingerprint)
            assert len(stands) == 1
            assert said(file_door, fingerprint) == stands[0][1]
            history = signatures.changes([fingerprint])
            assert set(history["who"]) == set(families), "all are journalled"
            assert set(history["outcome"]) <= {"done", "failed"}
            won = history[history["outcome"] == "done"].iloc[0]
            assert won["who"] == stands[0][1], "the last that was done stands"
            for family, result in zip(families, results, strict=True):
                outcome = history.loc[history["who"] == family, "outcome"].iloc[0]
                assert (outcome == "failed") == isinstance(result, QueryError)
                if isinstance(result, QueryError):
                    assert result.category is Category.CONFLICT, result


def test_the_same_promotion_twice_at_once_is_one_row(file_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "_ONE_BY_ONE", NoLock())
    with db.use(file_door):
        for _ in range(4):
            fingerprint = fresh()
            together(*[lambda t=fingerprint: promote(t, "Chrome", 0.5, who=ANA)] * 3)
            assert rows(file_door, fingerprint) == [(fingerprint, "Chrome", 0.5, "")]


def test_a_change_counts_after_what_it_replaced_whatever_the_clocks_say(listed: Door) -> None:
    """The writer of the first has a clock that is an hour fast; the second has seen it, and must not lose to it."""
    fingerprint = fresh()
    fast = Door(listed.settings, clock=lambda: datetime(2100, 1, 1, tzinfo=UTC), pool=listed.pool)
    with db.use(fast):
        promote(fingerprint, "Chrome", who=ANA)
    promote(fingerprint, "Firefox", who=BOB)
    assert rows(listed, fingerprint) == [(fingerprint, "Firefox", 1.0, "")]
    assert signatures.changes([fingerprint])["who"].tolist() == ["bob", "ana"]


def test_who_was_cut_off_between_inserting_and_removing_leaves_no_double(listed: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint = fresh()
    promote(fingerprint, "Chrome", 0.9, who=ANA)
    with monkeypatch.context() as patched:
        patched.setattr(writes, "_settle", _die)
        with pytest.raises(KeyboardInterrupt):
            promote(fingerprint, "Firefox", 0.4, who=BOB)
    assert len(rows(listed, fingerprint)) == 2
    assert outcomes(fingerprint)[-1] == ("bob", "promote", "begun")
    promote(fingerprint, "Safari", 0.2, who=ANA)
    assert rows(listed, fingerprint) == [(fingerprint, "Safari", 0.2, "")]


def _die(*_: object) -> None:
    raise KeyboardInterrupt


# --- deployments of others, and failures ------------------------------------------------------------------------------


def test_a_plain_table_of_four_columns_without_a_journal(plain: Door) -> None:
    fingerprint = fresh()
    put(plain, (fingerprint, "Chrome", 0.9, "theirs"), (fingerprint, "Chrome", 0.9, "theirs"))
    written = promote(fingerprint, "Firefox", 0.1, "ours", who=ANA)
    assert rows(plain, fingerprint) == [(fingerprint, "Firefox", 0.1, "ours")]
    assert said(plain, fingerprint) == "Firefox"
    assert written.notes == (NOT_KEPT,)
    assert promote(fingerprint, "Firefox", 0.1, "ours", who=ANA).notes == (SAME,)
    withdraw(fingerprint, who=ANA)
    assert (rows(plain, fingerprint), said(plain, fingerprint)) == ([], "")
    with pytest.raises(QueryError) as caught:
        undo(written.batch, who=ANA)
    assert caught.value.category is Category.MISSING


def test_without_the_table_nothing_is_written(door: Door) -> None:
    door.command("DROP TABLE {processing:Identifier}.browser_h2_signatures SETTINGS check_table_dependencies = 0", door.names())
    assert reference.signatures().attrs["read_only"]
    attempts: list[Callable[[], object]] = [lambda: promote(CHROME_H2, "Other", who=ANA), lambda: withdraw(CHROME_H2, who=ANA)]
    for attempt in attempts:
        with pytest.raises(QueryError) as caught:
            attempt()
        assert caught.value.category is Category.MISSING
    assert signatures.versions(CHROME_H2).empty
    assert said(door, CHROME_H2) == "Chrome"


class Failing(Door):
    """A door that refuses commands that begin so."""

    refused = "SYSTEM RELOAD"

    def command(self, sql: str, parameters: Any = None) -> None:
        if sql.startswith(self.refused):
            raise QueryError(Category.RIGHTS, "Not enough privileges: SYSTEM RELOAD DICTIONARY")
        super().command(sql, parameters)


def test_what_could_not_be_loaded_is_saved_and_tried_again(listed: Door) -> None:
    fingerprint = fresh()
    with db.use(Failing(listed.settings, pool=listed.pool)):
        written = promote(fingerprint, "Firefox", 0.5, who=ANA)
    assert rows(listed, fingerprint) == [(fingerprint, "Firefox", 0.5, "")]
    assert not written.live.everywhere
    assert written.live.problem is not None
    assert written.live.problem.category is Category.RIGHTS
    assert written.live.rows.to_dict("records") == [
        {"h2_fingerprint": fingerprint, "wanted": "Firefox", "says": "", "live": False}
    ]
    assert said(listed, fingerprint) == ""
    assert outcomes(fingerprint) == [("ana", "promote", "done")]
    again = make_live([fingerprint], who=BOB)
    assert (again.everywhere, again.problem, said(listed, fingerprint)) == (True, None, "Firefox")
    assert again.loaded_at is not None


def test_a_dictionary_with_another_source_is_told(door: Door) -> None:
    names = door.names()
    door.command(
        "CREATE OR REPLACE DICTIONARY {processing:Identifier}.dict_browser_h2 (h2_fingerprint String, browser_family String)"
        " PRIMARY KEY h2_fingerprint SOURCE(CLICKHOUSE(QUERY 'SELECT materialize(\\'x\\'), \\'Chrome\\''))"
        " LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)",
        names,
    )
    written = promote(fresh(), "Firefox", who=ANA)
    assert written.live.problem is not None
    assert "does not know it" in written.live.problem.message


def test_without_the_dictionary_it_is_saved(door: Door) -> None:
    names = door.names()
    for kind, name in (("VIEW", "view_thesis_features_1h"), ("VIEW", "view_ai_features_1h"), ("DICTIONARY", "dict_browser_h2")):
        door.command(f"DROP {kind} {{processing:Identifier}}.{name}", names)
    written = promote(fresh(), "Firefox", who=ANA)
    assert written.live.problem is not None
    assert written.live.loaded_at is None
    assert not written.live.everywhere


def test_an_entry_that_cannot_be_removed_is_told(listed: Door) -> None:
    fingerprint = fresh()
    promote(fingerprint, "Chrome", 0.9, who=ANA)
    refusing = Failing(listed.settings, pool=listed.pool)
    refusing.refused = "ALTER TABLE"
    with db.use(refusing), pytest.raises(QueryError, match="could not be removed and still stands"):
        promote(fingerprint, "Firefox", 0.4, who=BOB)
    assert len(rows(listed, fingerprint)) == 2
    assert outcomes(fingerprint)[-1] == ("bob", "promote", "failed")
    promote(fingerprint, "Firefox", 0.4, who=BOB)
    assert rows(listed, fingerprint) == [(fingerprint, "Firefox", 0.4, "")]


class Forgetful(Door):
    """A door whose journal takes nothing."""

    def insert(self, database: str, table: str, rows: pa.Table, *, token: str = "") -> int:
        if table == "soc_journal":
            raise QueryError(Category.RIGHTS, "Not enough privileges: INSERT")
        return super().insert(database, table, rows, token=token)


def test_nothing_is_written_that_the_journal_does_not_take(listed: Door) -> None:
    fingerprint = fresh()
    with (
        db.use(Forgetful(listed.settings, pool=listed.pool)),
        pytest.raises(QueryError, match="nothing was written, because the journal does not take it"),
    ):
        promote(fingerprint, "Firefox", who=ANA)
    assert rows(listed, fingerprint) == []


def test_a_journal_that_cannot_be_read_yet_loses_nothing(listed: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another node of a cluster may answer without the entry that was just taken down."""
    fingerprint = fresh()
    promote(fingerprint, "Chrome", 0.9, who=ANA)
    older = signatures.changes([fingerprint])
    monkeypatch.setattr(writes, "changes", lambda *_: older)
    promote(fingerprint, "Firefox", 0.5, who=BOB)
    assert rows(listed, fingerprint) == [(fingerprint, "Firefox", 0.5, "")]


def test_a_cluster_loads_the_dictionary_on_every_node(listed: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(writes, "_loaded", lambda: (None, "soc"))
    monkeypatch.setattr(db, "command", lambda sql, _=None: sent.append(sql))
    make_live([CHROME_H2], who=ANA)
    assert sent == [
        "SYSTEM SYNC REPLICA ON CLUSTER `soc` {processing:Identifier}.browser_h2_signatures",
        "SYSTEM RELOAD DICTIONARY ON CLUSTER `soc` {processing:Identifier}.dict_browser_h2",
    ]


def test_the_cluster_is_that_of_the_request_log(door: Door) -> None:
    assert writes._loaded()[1] == ""
    sql = "SELECT extract({engine:String}, '^Distributed\\\\(\\'?`?(\\\\w+)') AS cluster"
    engine = "Distributed('soc_1', 'ja4_logs', 'http_logs_local', rand())"
    assert door.query(sql, {"engine": engine})["cluster"][0] == "soc_1"
