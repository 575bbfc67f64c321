"""Whom a scope's detections name, and what blocking would hit, against rows made by hand (traps 9, 12, 13)."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.blocklist.radius import Bystander, Part, counts, left_out, sentence
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import blocklist
from ja4dash.scope import Scope, window
from tests.sql.detected import FULL, GO, put, session
from tests.sql.traffic import send

GOOGLEBOT = "66.249.66.1"
"""In Googlebot's published ranges, which are shipped."""
BOT, SHARED, JUDGED, V6 = "203.0.113.1", "203.0.113.2", "203.0.113.3", "2001:db8::7"
DAY = Scope(window("24h"))


@pytest.fixture(scope="module")
def hit(filled_door: Door) -> Any:
    with db.use(filled_door):
        yield filled_door


@pytest.fixture(scope="module")
def filled_door(engine_dir: Any, shelf: Any) -> Any:
    """A bot, an address that a bot and a browser share, a judged person, a crawler, somebody unscored."""
    from tests.conftest import fresh_settings

    settings, clean = shelf.take(fresh_settings(engine_dir))
    door = Door(settings, pool=shelf.pool)
    fill(door)
    yield door
    shelf.put_back(settings, clean)


def fill(door: Door) -> None:
    now = door.now()
    base = int(now.timestamp()) % 3600
    """Seconds since the hour began: requests `base + 60` ago are of the hour before."""
    send(
        door,
        [
            *({"src_ip": BOT, "ja4": GO, "ago": 0} for _ in range(10)),
            *({"src_ip": BOT, "ja4": GO, "ago": base + 60} for _ in range(5)),
            {"src_ip": BOT, "ja4": GO, "host": "api.example", "ago": 0},
            *({"src_ip": SHARED, "ja4": GO, "ago": 0} for _ in range(3)),
            *({"src_ip": SHARED, "ja4": FULL, "ago": 0} for _ in range(4)),
            *({"src_ip": JUDGED, "ja4": FULL, "ago": 0, "src_asn": 3320} for _ in range(2)),
            {"src_ip": GOOGLEBOT, "ja4": GO, "ago": 0},
            {"src_ip": V6, "ja4": FULL, "ago": 0},
            {"src_ip": V6, "ja4": FULL, "ago": 100_000},
            {"src_ip": "203.0.113.99", "ja4": "", "ago": 0},
        ],
    )
    at = f"{now:%Y-%m-%d %H:%M:%S}"
    put(
        door,
        "ml_all_scores",
        [
            session(at, BOT, "CRITICAL", -0.95, ja4=GO),
            session(at, BOT, "LEGITIMATE_BROWSER", 0.0, ja4=GO, host="api.example"),
            session(at, SHARED, "HIGH", -0.8, ja4=GO),
            session(at, SHARED, "LEGITIMATE_BROWSER", 0.0),
            session(at, JUDGED, "LOW", -0.3),
            session(at, GOOGLEBOT, "KNOWN_BOT", 0.0, ja4=GO),
        ],
    )
    put(
        door,
        "soc_feedback",
        [
            {"created_at": "2026-01-01 00:00:00", "src_ip": JUDGED, "classification": "bot"},
            {"created_at": "2026-01-02 00:00:00", "src_ip": f"::ffff:{JUDGED}", "classification": "legitimate"},
            {"created_at": "2026-01-01 00:00:00", "src_ip": BOT, "classification": "legitimate"},
            {"created_at": "2026-01-03 00:00:00", "src_ip": BOT, "classification": "bot"},
        ],
    )


def rows(frame: pd.DataFrame, *columns: str) -> dict[str, tuple[Any, ...]]:
    """The named columns by "kind value"."""
    return {f"{row['kind']} {row['value']}".strip(): tuple(row[name] for name in columns) for row in frame.to_dict("records")}


SEEN = ("sessions", "requests", "sources")
INNOCENT = ("browsers", "legitimate", "crawlers", "bystanders")


def test_an_address_hits_all_that_it_sends(hit: Door) -> None:
    """A session is an address, a JA4, a host and an hour; any spelling of an address is that address."""
    frame = blocklist.radius((f"::ffff:{BOT}", SHARED, V6), (), DAY)
    assert rows(frame, *SEEN) == {
        "all": (6, 24, 3),
        f"address {BOT}": (3, 16, 1),
        f"address {SHARED}": (2, 7, 1),
        f"address {V6}": (1, 1, 1),
    }


def test_a_source_hit_by_its_address_and_its_ja4_counts_once(hit: Door) -> None:
    """Trap 13: the entries together count 4 sources and 39 requests."""
    frame = blocklist.radius((BOT,), (GO,), DAY)
    found = rows(frame, *SEEN)
    assert found == {"all": (5, 20, 3), f"address {BOT}": (3, 16, 1), f"ja4 {GO}": (5, 20, 3)}


def test_bystanders_by_hand(hit: Door) -> None:
    """The bot's one clean session excuses nothing: its JA4 is CRITICAL elsewhere, and an analyst called it a bot. The
    shared address has a browser beside a bot; blocking only the bot's JA4 does not touch that browser."""
    frame = blocklist.radius((BOT, SHARED, JUDGED, GOOGLEBOT), (GO,), DAY)
    assert rows(frame, *INNOCENT) == {
        "all": (1, 1, 1, 3),
        f"address {SHARED}": (1, 0, 0, 1),
        f"address {JUDGED}": (0, 1, 0, 1),
        f"address {GOOGLEBOT}": (0, 0, 1, 1),
        f"ja4 {GO}": (0, 0, 1, 1),
        f"address {BOT}": (0, 0, 0, 0),
    }
    assert frame["kind"].iloc[0] == "all"
    assert frame["bystanders"].iloc[1:].is_monotonic_decreasing
    assert list(frame["crawler_names"].iloc[0]) == ["googlebot"]


def test_blocking_a_browsers_ja4_hits_those_who_have_it(hit: Door) -> None:
    frame = blocklist.radius((), (FULL,), DAY)
    assert rows(frame, *SEEN, *INNOCENT, "scored")[f"ja4 {FULL}"] == (3, 7, 3, 1, 1, 0, 2, 2)


def test_the_scopes_filters_spare_nobody(hit: Door) -> None:
    narrow = DAY.where("ip", "198.51.100.1").where("level", "HIGH")
    assert rows(blocklist.radius((BOT,), (), narrow), *SEEN) == rows(blocklist.radius((BOT,), (), DAY), *SEEN)


def test_the_window_counts(hit: Door) -> None:
    assert rows(blocklist.radius((V6,), (), Scope(window("3d"))), "requests")["all"] == (2,)
    assert rows(blocklist.radius((V6,), (), DAY), "requests")["all"] == (1,)


def test_the_kind_of_network_is_known(hit: Door) -> None:
    frame = blocklist.radius((JUDGED, BOT), (), DAY)
    assert rows(frame, "asn_label")[f"address {JUDGED}"] == ("isp",)


def test_what_was_never_seen_hits_nobody(hit: Door) -> None:
    for frame in (blocklist.radius(("198.51.100.77",), (), DAY), blocklist.radius((), (), DAY)):
        assert frame.empty
        assert sentence(frame, "last 24 h").startswith("Nothing of this list was seen in the last 24 h")


def test_the_sentence_says_it(hit: Door) -> None:
    everything = blocklist.radius((BOT, SHARED, JUDGED, GOOGLEBOT), (GO,), DAY)
    assert sentence(everything, "last 24 h") == (
        "Would have hit 7 sessions (26 requests) of 4 sources in the last 24 h, among them 1 source with a coherent browser, "
        "1 judged legitimate and 1 known crawler."
    )
    assert sentence(blocklist.radius((V6,), (), DAY), "last 24 h") == (
        "Would have hit 1 session (1 request) of 1 source in the last 24 h. Nobody among them looks innocent. "
        "The detector has not scored 1 of them in this window: whether they are browsers is unknown."
    )


def test_what_to_leave_out_by_hand(hit: Door) -> None:
    part = Part((BOT, SHARED, JUDGED, GOOGLEBOT, "10.0.0.1"), (GO, FULL))
    frame = blocklist.radius(part.addresses, part.ja4s, DAY)
    assert counts(part, frame) == {
        Bystander.LEGITIMATE: 1,
        Bystander.BROWSERS: 1,
        Bystander.CRAWLERS: 1,
        Bystander.OWN: 1,
    }
    assert left_out(part, frame, list(Bystander)) == Part((SHARED, JUDGED, GOOGLEBOT, "10.0.0.1"), (GO, FULL))
    assert left_out(part, frame, [Bystander.LEGITIMATE]) == Part((JUDGED,), (FULL,))
    assert left_out(part, frame, [Bystander.BROWSERS]) == Part((SHARED,), (FULL,))
    assert left_out(part, frame, [Bystander.OWN]) == Part(("10.0.0.1",), ())
    assert not left_out(part, frame, [])
    assert part.without(left_out(part, frame, list(Bystander))) == Part((BOT,), ())


def test_a_decision_that_has_expired_spares_nobody(door: Door) -> None:
    send(door, [{"src_ip": JUDGED}])
    decided = {"created_at": "2026-01-02 00:00:00", "src_ip": JUDGED, "classification": "legitimate"}
    put(door, "soc_feedback", [decided | {"expires_at": "2099-01-01 00:00:00"}])
    assert blocklist.radius((JUDGED,), (), DAY)["legitimate"].iloc[0] == 1
    put(door, "soc_feedback", [decided | {"created_at": "2026-01-03 00:00:00", "expires_at": "2026-01-04 00:00:00"}])
    assert blocklist.radius((JUDGED,), (), DAY)["legitimate"].iloc[0] == 0


def test_what_is_no_address_or_ja4_is_refused(hit: Door) -> None:
    for addresses, ja4s, said in [
        (("203.0.113.0/24",), (), "is not an IPv4 or IPv6 address"),
        ((), ("'); DROP",), "is not a JA4"),
        (tuple(f"10.0.{n // 250}.{n % 250}" for n in range(5001)), (), "at most 5,000"),
    ]:
        with pytest.raises(QueryError, match=said) as caught:
            blocklist.radius(addresses, ja4s, DAY)
        assert caught.value.category is Category.PARAMETER


def test_a_request_log_without_networks_is_enough(door: Door) -> None:
    send(door, [{"src_ip": BOT}])
    door.command("ALTER TABLE {db:Identifier}.http_logs DROP COLUMN src_asn", {"db": door.settings.logs_db})
    door._columns = None
    frame = blocklist.radius((BOT,), (), DAY)
    assert rows(frame, "requests", "asn_label") == {"all": (1, ""), f"address {BOT}": (1, "")}
    assert frame.attrs["missing"] == ["src_asn"]


# --- whom a scope names ----------------------------------------------------------------------------------------------------


def test_all_members_of_a_campaign_worst_first(detected: Door) -> None:
    frame = blocklist.detected(Scope().where("campaign", "0"))
    assert frame["ip"].tolist() == ["10.1.0.1", "10.1.0.2", "10.1.0.4", "10.1.0.3"]
    assert frame["worst_level"].tolist() == ["CRITICAL", "HIGH", "HIGH", "MEDIUM"]
    assert frame["detections"].tolist() == [2, 2, 1, 1]
    assert [list(some) for some in frame["ja4_list"]] == [[FULL, "t13d1518h2_8daaf6152771_e2d80978ab2e"], [FULL], [], [FULL]]
    assert frame.attrs["total"] == 4


def test_a_cut_list_knows_how_many_there_are(detected: Door) -> None:
    frame = blocklist.detected(Scope().where("campaign", "0"), limit=1)
    assert (frame["ip"].tolist(), frame.attrs["total"]) == (["10.1.0.1"], 4)
    nobody = blocklist.detected(Scope().where("campaign", "77"))
    assert (len(nobody), nobody.attrs["total"]) == (0, 0)
    assert "ja4_list" in nobody
