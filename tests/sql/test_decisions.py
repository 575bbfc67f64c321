"""Decisions made together, taken back, expiring and written down; on a table of ours and on the bare one of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import Category, FieldError, QueryError, RightsError
from ja4dash.queries import feedback, journal, source
from ja4dash.rights import Person, Role
from ja4dash.scope import Scope
from ja4dash.writes import feedback as writes
from ja4dash.writes.feedback import decide, new_batch, undo
from ja4dash.writes.journal import NOT_KEPT
from tests.sql.detected import put, session

ANA, BOB = Person("ana", Role.ANALYST), Person("bob", Role.ADMIN)
A, B, C, D = "203.0.113.7", "2001:db8::7", "198.51.100.1", "198.51.100.2"
NOON = datetime(2026, 11, 22, 12, 0, 0, 250_000, tzinfo=UTC)


class Clock:
    """Stands until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def standing(door: Door, clock: Clock) -> Iterator[Door]:
    """A door whose clock stands: every decision falls into one second, even into one microsecond."""
    with db.use(Door(door.settings, clock=clock, pool=door.pool)) as made:
        yield made


@pytest.fixture
def bare(door: Door, clock: Clock) -> Iterator[Door]:
    """A deployment of others: soc_feedback as the contract has it, no journal."""
    names = {"db": door.settings.processing_db}
    door.command("DROP TABLE {db:Identifier}.soc_feedback", names)
    door.command("DROP TABLE {db:Identifier}.soc_journal", names)
    door.command(
        "CREATE TABLE {db:Identifier}.soc_feedback (created_at DateTime DEFAULT now(), src_ip IPv6,"
        " classification LowCardinality(String), comment String) ENGINE = MergeTree ORDER BY created_at",
        names,
    )
    with db.use(Door(door.settings, clock=clock, pool=door.pool)) as made:
        yield made


def now_counts() -> dict[str, str]:
    """What counts of each address, as the list of decisions tells it."""
    frame = feedback.newest(limit=500)
    return dict(frame.loc[frame["counts"] == 1, ["ip", "classification"]].itertuples(index=False, name=None))


def of(ip: str) -> str:
    """What the source's own page says."""
    return str(source.summary(ip, Scope())["verdict"].iloc[0])


def rows(door: Door) -> int:
    return int(door.query("SELECT count() AS n FROM {db:Identifier}.soc_feedback", {"db": door.settings.processing_db})["n"][0])


def counted() -> dict[str, int]:
    frame = feedback.stats()
    return dict(zip(frame["classification"], frame["addresses"], strict=True))


def waiting(door: Door) -> set[str]:
    """Which of the detected sources are suggested."""
    return set(feedback.suggested(Scope(), limit=500)["ip"])


def detect(door: Door, *ips: str) -> None:
    put(door, "ml_detected_anomalies", [session(f"{door.now():%Y-%m-%d %H:%M:%S}", ip, "HIGH", -0.5) for ip in ips])


# --- together ---------------------------------------------------------------------------------------------------------


def test_many_sources_are_one_batch_each_source_once(standing: Door) -> None:
    written = decide([A, f"::ffff:{A}", B.upper()], "bot", "scans\r\nall day", who=ANA)
    assert written.rows[["ip", "classification", "comment", "analyst", "before"]].to_numpy().tolist() == [
        [A, "bot", "scans\nall day", "ana", ""],
        [B, "bot", "scans\nall day", "ana", ""],
    ]
    assert written.notes == ()
    assert now_counts() == {A: "bot", B: "bot"}
    assert set(feedback.newest()["decision"]) == {written.batch}


def test_two_hundred_decisions_of_one_instant_keep_their_order(standing: Door) -> None:
    """`created_at` has one place for a second; the naive latest is any of them, or the alphabetically last."""
    verdicts = ["suspicious", "legitimate", "bot"]
    for number in range(200):
        decide([A, C] if number % 2 else [A], verdicts[number % 3], who=ANA)
    assert now_counts() == {A: verdicts[199 % 3], C: verdicts[199 % 3]}
    assert source.verdicts(A, limit=500)["classification"].tolist() == [verdicts[n % 3] for n in reversed(range(200))]
    assert counted() == {verdicts[199 % 3]: 2}
    assert feedback.stats()["decisions"].iloc[0] == 300


def test_others_find_the_latest_by_created_at(standing: Door) -> None:
    """A program that knows only the contract's columns."""
    for verdict in ("suspicious", "legitimate", "bot"):
        decide([A], verdict, who=ANA)
    undo(decide([A], "suspicious", who=ANA).batch, who=ANA)
    sql = "SELECT argMax(classification, created_at) AS v FROM {db:Identifier}.soc_feedback GROUP BY src_ip"
    assert standing.query(sql, {"db": standing.settings.processing_db})["v"].tolist() == ["bot"]


def test_a_decision_counts_even_when_others_wrote_in_the_future(standing: Door) -> None:
    put(standing, "soc_feedback", [{"created_at": "2030-01-01 00:00:00", "src_ip": B, "classification": "bot", "comment": ""}])
    decide([B], "legitimate", who=ANA)
    assert now_counts() == {B: "legitimate"}


def test_the_same_batch_again_is_written_once(standing: Door) -> None:
    batch = new_batch()
    first = decide([A, B], "bot", "why", who=ANA, batch=batch)
    again = decide([B, A], "bot", "why", who=ANA, batch=batch)
    assert rows(standing) == 2
    assert again.rows["ip"].tolist() == first.rows["ip"].tolist()
    with pytest.raises(QueryError) as caught:
        decide([A, B], "legitimate", who=ANA, batch=batch)
    assert caught.value.category is Category.CONFLICT


def test_a_lost_answer_is_no_lost_decision(standing: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows arrive, the answer does not: the table is asked, and says so."""
    insert = standing.insert

    def broken(database: str, table: str, *args: object, **kwargs: object) -> int:
        insert(database, table, *args, **kwargs)  # type: ignore[arg-type]
        if table == "soc_feedback":
            raise QueryError(Category.UNREACHABLE, "connection reset")
        return 0

    monkeypatch.setattr(standing, "insert", broken)
    assert decide([A], "bot", who=ANA).rows["ip"].tolist() == [A]
    assert rows(standing) == 1


def test_five_thousand_at_once(standing: Door) -> None:
    ips = [f"10.0.{number // 250}.{number % 250}" for number in range(writes.MAX_SOURCES)]
    written = decide(ips, "bot", who=ANA)
    assert len(written.rows) == rows(standing) == writes.MAX_SOURCES
    assert len(undo(written.batch, who=ANA).rows) == writes.MAX_SOURCES
    assert counted() == {}


# --- undo -------------------------------------------------------------------------------------------------------------


def test_an_undo_brings_back_what_was_and_deletes_nothing(standing: Door) -> None:
    detect(standing, A, B)
    decide([A], "suspicious", "first", who=ANA)
    second = decide([A, B], "bot", "second", who=ANA)
    assert waiting(standing) == set()
    undone = undo(second.batch, who=BOB)
    assert undone.rows[["ip", "classification", "comment", "analyst", "before"]].to_numpy().tolist() == [
        [A, "suspicious", "first", "bob", "bot"],
        [B, "undecided", "", "bob", "bot"],
    ]
    assert undone.kept.empty
    assert rows(standing) == 5
    assert now_counts() == {A: "suspicious"}
    assert (of(A), of(B)) == ("suspicious", "undecided")
    assert counted() == {"suspicious": 1}
    assert feedback.stats()["decisions"].iloc[0] == 3, "an undo is no decision"
    assert waiting(standing) == {B}


def test_an_undo_can_be_undone_and_that_again(standing: Door) -> None:
    decided = decide([A], "bot", "why", who=ANA)
    first = undo(decided.batch, who=ANA)
    assert now_counts() == {}
    second = undo(first.batch, who=ANA)
    assert now_counts() == {A: "bot"}
    assert second.rows["comment"].tolist() == ["why"]
    undo(decided.batch, who=ANA)
    assert now_counts() == {}, "what was restored is the decision, and can be taken back by its name"


def test_undo_goes_back_step_by_step(standing: Door) -> None:
    first, second, third = (decide([A], verdict, who=ANA) for verdict in ("bot", "legitimate", "suspicious"))
    seen = []
    for made in (third, second, first):
        undo(made.batch, who=ANA)
        seen.append(now_counts().get(A))
    assert seen == ["legitimate", "bot", None]


def test_a_newer_decision_is_not_destroyed(standing: Door) -> None:
    old = decide([A, B], "bot", who=ANA)
    decide([A], "legitimate", "no", who=BOB)
    partly = undo(old.batch, who=ANA)
    assert partly.rows["ip"].tolist() == [B]
    assert partly.kept.to_numpy().tolist() == [[A, "legitimate", "bob"]]
    assert now_counts() == {A: "legitimate"}
    with pytest.raises(QueryError) as caught:
        undo(old.batch, who=ANA, sources=[A])
    assert caught.value.category is Category.CONFLICT
    assert caught.value.message == f"a newer decision by bob says legitimate of {A}: nothing was undone"
    with pytest.raises(QueryError, match="taken back already"):
        undo(old.batch, who=ANA, sources=[B])
    assert rows(standing) == 4


def test_a_decision_in_the_moment_of_the_undo_stays_the_newer_one(standing: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bob decides between the look and the write of Ana's undo."""
    old = decide([A, B], "bot", who=ANA)
    look = writes._standing

    def looked(ips: list[str], named: str = "") -> dict[str, writes._Standing]:
        found = look(ips, named)
        monkeypatch.setattr(writes, "_standing", look)
        decide([A], "legitimate", who=BOB)
        return found

    monkeypatch.setattr(writes, "_standing", looked)
    undone = undo(old.batch, who=ANA)
    assert now_counts() == {A: "legitimate"}
    assert undone.kept.to_numpy().tolist() == [[A, "legitimate", "bob"]]


def test_a_row_of_another_program_can_be_taken_back_too(standing: Door) -> None:
    for verdict in ("bot", "legitimate"):
        clocked = "2026-11-22 11:00:00" if verdict == "bot" else "2026-11-22 11:30:00"
        put(standing, "soc_feedback", [{"created_at": clocked, "src_ip": A, "classification": verdict, "comment": ""}])
    for expected in ("bot", None):
        latest = source.verdicts(A).iloc[0]
        name = latest["decision"] if not latest["undo"] else source.verdicts(A)["decision"].iloc[-1]
        undo(name, who=ANA, sources=[A])
        assert now_counts().get(A) == expected


@pytest.mark.parametrize("name", ["", "x", "@12", "f" * 32])
def test_what_was_never_decided_cannot_be_undone(standing: Door, name: str) -> None:
    with pytest.raises(FieldError) as caught:
        undo(name, who=ANA)
    assert caught.value.field == "decision"
    with pytest.raises(QueryError, match="nobody has decided"):
        undo(name, who=ANA, sources=[A])


# --- expiry -----------------------------------------------------------------------------------------------------------


def test_what_has_expired_is_no_decision_any_more(standing: Door, clock: Clock) -> None:
    detect(standing, A)
    decide([A], "bot", who=ANA)
    until = NOON + timedelta(hours=2)
    written = decide([A], "legitimate", "pentest", who=ANA, expires_at=until.astimezone(UTC))
    assert written.rows["expires_at"].tolist() == [pd.Timestamp(until).floor("s")]
    for minutes, expected in ((119, "legitimate"), (121, "undecided")):
        clock.now = NOON + timedelta(minutes=minutes)
        assert of(A) == expected
        assert waiting(standing) == ({A} if expected == "undecided" else set())
        assert counted() == ({} if expected == "undecided" else {"legitimate": 1})
        assert bool(now_counts()) == (expected != "undecided")
        labels = standing.read("detect/verdicts")
        assert len(labels) == (expected != "undecided")
    assert feedback.newest()["classification"].tolist() == ["legitimate", "bot"], "the history stays"


def test_an_undo_restores_the_expiry_too(standing: Door, clock: Clock) -> None:
    decide([A], "legitimate", who=ANA, expires_at=NOON + timedelta(hours=2))
    undo(decide([A], "bot", who=ANA).batch, who=ANA)
    assert now_counts() == {A: "legitimate"}
    clock.now = NOON + timedelta(hours=3)
    assert now_counts() == {}


# --- what is refused --------------------------------------------------------------------------------------------------

WRONG: dict[str, Callable[[], object]] = {
    "sources": lambda: decide([], "bot", who=ANA),
    "sources too": lambda: decide([A, "300.1.1.1"], "bot", who=ANA),
    "sources three": lambda: decide([A] * 5001, "bot", who=ANA),
    "verdict": lambda: decide([A], "undecided", who=ANA),
    "comment": lambda: decide([A], "bot", "x" * 2001, who=ANA),
    "comment too": lambda: decide([A], "bot", "a\x9bb", who=ANA),
    "comment three": lambda: decide([A], "bot", "\ud800", who=ANA),
    "expires_at": lambda: decide([A], "bot", who=ANA, expires_at=NOON),
    "expires_at too": lambda: decide([A], "bot", who=ANA, expires_at=datetime(2027, 1, 1)),  # noqa: DTZ001
    "expires_at three": lambda: decide([A], "bot", who=ANA, expires_at=NOON + timedelta(days=4000)),
    "batch": lambda: decide([A], "bot", who=ANA, batch="'; DROP"),
}


@pytest.mark.parametrize("field", WRONG)
def test_the_wrong_field_is_named_and_nothing_written(standing: Door, field: str) -> None:
    with pytest.raises(FieldError) as caught:
        WRONG[field]()
    assert caught.value.field == field.split(maxsplit=1)[0]
    assert caught.value.category is Category.PARAMETER
    assert rows(standing) == 0
    assert journal.listing(Scope()).empty


@pytest.mark.parametrize("role", [Role.NOBODY, Role.VIEWER])
def test_the_write_itself_asks_for_the_right(standing: Door, role: Role) -> None:
    batch = decide([A], "bot", who=ANA).batch
    eve = Person("eve", role)
    writes_of_eve: list[Callable[[], object]] = [lambda: decide([A], "legitimate", who=eve), lambda: undo(batch, who=eve)]
    for write in writes_of_eve:
        with pytest.raises(RightsError) as caught:
            write()
        assert caught.value.category is Category.RIGHTS
        assert "eve may not decide" in caught.value.message
    assert rows(standing) == 1


def test_a_visitor_takes_back_what_visitors_decided_only(standing: Door) -> None:
    visitor = Person("visitor-1", Role.VISITOR)
    theirs = decide([A], "bot", who=ANA).batch
    with pytest.raises(RightsError):
        undo(theirs, who=visitor)
    undo(decide([A], "legitimate", who=visitor).batch, who=visitor)
    assert now_counts() == {A: "bot"}
    assert len(standing.read("detect/verdicts")) == 1
    with pytest.raises(FieldError):
        decide([f"10.0.{n // 250}.{n % 250}" for n in range(501)], "bot", who=visitor)


# --- the bare table of the contract -----------------------------------------------------------------------------------


def test_the_bare_table_takes_decisions_and_undos(bare: Door) -> None:
    """No column but the contract's: the order is kept by `created_at`, and what is not kept is said."""
    detect(bare, A, B)
    for verdict in ("suspicious", "bot", "legitimate"):
        written = decide([A], verdict, who=ANA)
    assert written.rows[["ip", "classification", "before"]].to_numpy().tolist() == [[A, "legitimate", "bot"]]
    assert written.notes[0] == NOT_KEPT
    assert "soc_feedback has no analyst, batch, expires_at, ordered_at" in written.notes[1]
    assert now_counts() == {A: "legitimate"}
    assert (of(A), waiting(bare), counted()) == ("legitimate", {B}, {"legitimate": 1})
    undo(str(source.verdicts(A)["decision"].iloc[0]), who=ANA, sources=[A])
    assert now_counts() == {A: "bot"}
    with pytest.raises(FieldError) as caught:
        decide([B], "legitimate", who=ANA, expires_at=NOON + timedelta(days=1))
    assert caught.value.field == "expires_at"
    assert len(bare.read("detect/verdicts")) == 1


def test_one_source_decided_once_on_the_bare_table_goes_back_to_undecided(bare: Door) -> None:
    detect(bare, A)
    decide([A], "bot", who=ANA)
    undo(str(source.verdicts(A)["decision"].iloc[0]), who=ANA, sources=[A])
    assert (waiting(bare), counted(), of(A)) == ({A}, {}, "undecided")


# --- the journal ------------------------------------------------------------------------------------------------------


def test_every_write_is_in_the_journal_with_what_it_replaced(standing: Door) -> None:
    first = decide([A], "bot", "<b>why</b>", who=ANA)
    second = decide([A, B], "legitimate", who=BOB, expires_at=NOON + timedelta(days=1))
    undo(second.batch, who=ANA, sources=[B])
    frame = journal.listing(Scope())
    assert frame[["who", "role", "action", "ip", "before", "after", "outcome"]].to_numpy().tolist() == [
        ["ana", "analyst", "undo", B, "legitimate until 2026-11-23 12:00:00 UTC", "", "done"],
        ["bob", "admin", "decide", B, "", "legitimate until 2026-11-23 12:00:00 UTC", "done"],
        ["bob", "admin", "decide", A, "bot: <b>why</b>", "legitimate until 2026-11-23 12:00:00 UTC", "done"],
        ["ana", "analyst", "decide", A, "", "bot: <b>why</b>", "done"],
    ]
    assert frame["batch"].tolist()[-1] == first.batch
    totals = journal.totals(Scope()).iloc[0]
    assert totals[["writes", "targets", "people", "undos", "failed", "writes_before"]].tolist() == [3, 4, 2, 1, 0, 0]
    assert (list(totals["everybody"]), list(totals["actions"])) == (["ana", "bob"], ["decide", "undo"])


def test_the_journal_can_be_searched_and_paged(standing: Door) -> None:
    decide([A, B, C], "bot", "100% sure", who=ANA)
    undo(decide([D], "suspicious", who=BOB).batch, who=BOB)
    assert set(journal.listing(Scope(), text=f"::ffff:{A}")["ip"]) == {A}
    assert len(journal.listing(Scope(), text="100% SURE")) == 3
    assert journal.listing(Scope(), text="%").shape[0] == 3, "no wildcard: the sign itself, in three comments"
    assert set(journal.listing(Scope(), who="bob", action="undo")["ip"]) == {D}
    pages = [journal.listing(Scope(), limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {int(page["matching"].iloc[0]) for page in pages} == {5}
    assert len({(row.batch, row.ip) for page in pages for row in page.itertuples()}) == 5


def test_a_write_that_fails_is_in_the_journal_as_failed(standing: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = standing.insert

    def refusing(database: str, table: str, *args: object, **kwargs: object) -> int:
        if table == "soc_feedback":
            raise QueryError(Category.RIGHTS, "not enough privileges")
        return insert(database, table, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(standing, "insert", refusing)
    with pytest.raises(QueryError, match="not enough privileges"):
        decide([A], "bot", who=ANA)
    frame = journal.listing(Scope())
    assert frame[["outcome", "note"]].to_numpy().tolist() == [["failed", "not enough privileges"]]
    assert journal.totals(Scope())["failed"].iloc[0] == 1


def test_nothing_is_written_that_the_journal_does_not_take(standing: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = standing.insert

    def refusing(database: str, table: str, *args: object, **kwargs: object) -> int:
        if table == "soc_journal":
            raise QueryError(Category.RIGHTS, "not enough privileges")
        return insert(database, table, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(standing, "insert", refusing)
    with pytest.raises(QueryError, match="nothing was written, because the journal does not take it down"):
        decide([A], "bot", who=ANA)
    assert rows(standing) == 0


def test_a_write_that_was_cut_off_stands_as_begun(standing: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    class Cut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise Cut

    monkeypatch.setattr(writes, "_insert", cut)
    with pytest.raises(Cut):
        decide([A], "bot", who=ANA)
    assert journal.listing(Scope())["outcome"].tolist() == ["begun"]
