"""The views over requests and detections, against answers worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

from ja4dash.db import Door
from ja4dash.pool import Pool
from ja4dash.schema import Outcome, migrate
from ja4dash.schema.definition import definitions
from ja4dash.settings import load
from tests.sql.traffic import send, send_captured

CHROME_JA4: Final = "t13d1516h2_8daaf6152771_02713d6af862"
FIREFOX_JA4: Final = "t13d1717h2_5b57614c22b0_3cbfd9057e0d"
PYTHON_JA4: Final = "t13i181000_85036bcba153_d41ae481755e"
CHROME_H2: Final = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
FIREFOX_H2: Final = "1:65536;2:0;4:131072;5:16384|12517377|0|m,p,a,s"
CHROME: Final = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
EDGE: Final = f"{CHROME} Edg/131.0.0.0"
HEADLESS: Final = CHROME.replace("Chrome/", "HeadlessChrome/")
FIREFOX: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
IPHONE_CHROME: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " CriOS/145.0.0.0 Mobile/15E148 Safari/604.1"
)
CHROME_HINT: Final = '"Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"'
EDGE_HINT: Final = '"Microsoft Edge";v="131", "Chromium";v="131", "Not_A Brand";v="24"'
HEADLESS_HINT: Final = '"HeadlessChrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"'
HOSTILE: Final = [
    "'; DROP TABLE x --",
    "{x:String}",
    "%s%n",
    "<script>alert(1)</script>",
    "\u202ertl",
    "a\\b",
    "new\nline",
    "?",
    "//",
    ".",
]


@pytest.fixture(scope="module")
def migrated(engine_dir: Path, engine_pool: Pool) -> Iterator[Door]:
    """One migrated deployment for this file: the views depend on two tables, which each test finds empty."""
    settings = load(
        engine="embedded", data_dir=engine_dir, logs_db="views_logs", processing_db="views_processing", simulate="off"
    )
    shared = Door(settings, pool=engine_pool)
    assert migrate(shared).complete
    yield shared
    for name in (settings.processing_db, settings.logs_db):
        shared.command("DROP DATABASE {name:Identifier}", {"name": name})


@pytest.fixture
def door(migrated: Door) -> Door:
    """A door to no requests and no detections."""
    migrated.command("TRUNCATE TABLE {logs:Identifier}.http_logs", migrated.names())
    migrated.command("TRUNCATE TABLE {processing:Identifier}.ml_detected_anomalies", migrated.names())
    return migrated


def h2(fingerprint: str) -> dict[str, object]:
    """The HTTP/2 columns of a request with a fingerprint."""
    settings, window, _, order = fingerprint.split("|")
    return {
        "h2_fingerprint": fingerprint,
        "h2_settings_fp": settings,
        "h2_window_update": int(window),
        "h2_pseudo_order": order,
    }


def rows(door: Door, view: str) -> pd.DataFrame:
    """Everything in a view, addresses as people write them."""
    sql = f"SELECT * REPLACE (replaceOne(toString(src_ip), '::ffff:', '') AS src_ip) FROM {{processing:Identifier}}.{view}"
    return door.query(sql, {"processing": door.settings.processing_db}).sort_values("src_ip", ignore_index=True)


def only(door: Door, view: str) -> dict[str, Any]:
    """The one row of a view."""
    (row,) = rows(door, view).to_dict("records")
    return {str(name): value for name, value in row.items()}


def features(door: Door, *requests: Mapping[str, object]) -> dict[str, Any]:
    """The feature row of one session."""
    send(door, requests)
    return only(door, "view_ai_features_1h")


# --- contract ---------------------------------------------------------------------------------------------------------


def test_a_view_has_the_columns_that_its_file_names(door: Door) -> None:
    views = [one for one in definitions() if one.kind == "view"]
    assert len(views) == 7
    assert {view.object: list(rows(door, view.object).columns) for view in views} == {
        view.object: list(view.columns) for view in views
    }


def test_captured_traffic_in_every_view(door: Door) -> None:
    send_captured(door)
    found = rows(door, "view_ai_features_1h")
    assert found["hits"].sum() == 2551
    assert found["src_ip"].nunique() == 120
    assert len(rows(door, "view_thesis_features_1h")) == len(found)
    ratios = ["post_ratio", "asset_ratio", "direct_access_ratio", "temporal_entropy", "path_diversity_ratio", "src_port_density"]
    ratios += ["orphan_ratio", "port_exhaustion_ratio", "fingerprint_coherence_score"]
    assert found[ratios].ge(0).all(axis=None)
    assert found[ratios].le(1).all(axis=None)
    assert found["modern_browser_score"].between(0, 100).all()
    hammered = rows(door, "view_form_bruteforce_detected")
    assert dict(zip(hammered["src_ip"], hammered["post_count"], strict=True)) == {
        "203.0.113.69": 28,
        "203.0.113.70": 28,
        "203.0.113.71": 25,
    }
    assert "203.0.113.68" in set(rows(door, "view_host_ip_ja4_rotation")["src_ip"])
    agents = rows(door, "view_dashboard_user_agents").sort_values("distinct_ua_count").iloc[-1]
    assert (agents["src_ip"], agents["distinct_ua_count"], len(agents["ua_samples"])) == ("203.0.113.67", 12, 5)
    assert rows(door, "view_resource_cascade_1h")["max_sub_resources"].max() > 0


# --- view_ai_features_1h ----------------------------------------------------------------------------------------------


def test_counts_and_ratios_of_a_session(door: Door) -> None:
    """Ten requests over nine seconds: five pages below two segments, three assets, two POSTs."""
    paths = ["/shop/1", "/shop/2", "/shop/2?page=3", "/cart", "/shop/4", "/a.css", "/b.JS?v=1", "/img/c.png"]
    sent = [{"path": path, "ago": 109 - place, "src_port": 1000 + place % 3} for place, path in enumerate(paths)]
    sent += [{"path": "/cart", "method": "POST", "ago": 101, "src_port": 1001, "header_referer": "https://shop.example/cart"}]
    sent += [{"path": "/cart", "method": "POST", "ago": 100, "src_port": 1002, "header_referer": "https://shop.example/cart"}]
    row = features(door, *sent)
    assert row["hits"] == 10
    assert row["hit_velocity"] == pytest.approx(10 / 10)
    assert row["fuzzing_index"] == pytest.approx(7 / 5), "shop/1, shop/2, shop/4, cart, a.css, b.JS, img/c.png below 5 segments"
    assert row["path_diversity_ratio"] == pytest.approx(0.7)
    assert row["post_ratio"] == pytest.approx(0.2)
    assert row["asset_ratio"] == pytest.approx(0.3)
    assert row["direct_access_ratio"] == pytest.approx(0.8)
    assert row["src_port_density"] == pytest.approx(0.3)
    assert row["port_exhaustion_ratio"] == pytest.approx(3 / 64512)
    assert row["orphan_ratio"] == 0


def test_entropy_is_0_in_one_minute_and_1_when_every_minute_is_alike(door: Door) -> None:
    send(door, [{"src_ip": "203.0.113.1", "ago": 60 * minute + 30} for minute in range(60)])
    send(door, [{"src_ip": "203.0.113.2", "ago": 60 * 7 + 30}] * 4)
    send(door, [{"src_ip": "203.0.113.3", "ago": 60 * minute + 30} for minute in (3, 9)])
    found = rows(door, "view_ai_features_1h")
    assert list(found["temporal_entropy"]) == pytest.approx([1, 0, 1 / 5.906891], abs=1e-5), "log2(60) = 5.906891"


def test_only_the_last_hour_counts(door: Door) -> None:
    assert features(door, {"ago": 3590}, {"ago": 3605}, {"ago": -30})["hits"] == 1


def test_a_browser_scores_100_and_a_bare_client_0(door: Door) -> None:
    modern = {
        "header_sec_ch_ua": CHROME_HINT,
        "header_sec_fetch_mode": "navigate",
        "header_accept_language": "en",
        "header_accept_encoding": "gzip, deflate, br, zstd",
        "http_version": "HTTP/2.0",
    }
    send(door, [{"src_ip": "203.0.113.1", **modern}])
    send(door, [{"src_ip": "203.0.113.2", "header_accept_encoding": "gzip, abr", "http_version": "HTTP/1.1"}])
    send(door, [{"src_ip": "203.0.113.3", **modern, "header_sec_ch_ua": ""}])
    found = rows(door, "view_ai_features_1h")
    assert list(found["modern_browser_score"]) == [100, 0, 80]
    assert list(found["header_count"]) == [4, 1, 3]


def test_ja4s_and_ports_count_over_all_sessions_of_an_address(door: Door) -> None:
    send(door, [{"ja4": "a", "host": "one", "src_port": 1}, {"ja4": "a", "host": "two", "src_port": 2}])
    send(door, [{"ja4": "b", "host": "one", "src_port": 2}, {"ja4": "", "host": "one", "src_port": 3}])
    found = rows(door, "view_ai_features_1h")
    assert list(found["hits"]) == [1, 1, 1, 1]
    assert set(found["distinct_ja4_count"]) == {2}, "an unrecorded JA4 is not one"
    assert list(found["port_exhaustion_ratio"]) == pytest.approx([3 / 64512] * 4)


def test_three_user_agents_on_one_session_rotate(door: Door) -> None:
    for place, agents in enumerate((["a", "b", "c"], ["a", "b", ""], ["a"] * 3)):
        send(door, [{"src_ip": f"203.0.113.{place}", "header_user_agent": agent} for agent in agents])
    assert list(rows(door, "view_ai_features_1h")["is_ua_rotating"]) == [1, 0, 0]


ORPHANS: Final[dict[str, tuple[dict[str, object], float]]] = {
    "no page at all": ({"path": "/b.css", "ago": 30}, 1),
    "a page before": ({"path": "/", "ago": 21}, 0),
    "a page in the same second": ({"path": "/", "ago": 20}, 0),
    "a page after": ({"path": "/", "ago": 19}, 1),
    "a page ten minutes before the hour": ({"path": "/", "ago": 4100, "ja4": "resumed"}, 0),
    "a page long before the hour": ({"path": "/", "ago": 4300}, 1),
    "a page on another host and connection": ({"path": "/", "ago": 300, "host": "www.shop.example", "ja4": "resumed"}, 0),
    "a script's call": ({"path": "/api/items", "ago": 300, "header_sec_fetch_dest": "empty", "host": "other"}, 1),
    "a POST": ({"path": "/", "ago": 300, "method": "POST", "host": "other"}, 1),
    "a page of another address": ({"path": "/", "ago": 300, "src_ip": "2001:db8::99"}, 1),
}


def test_an_orphan_is_an_asset_without_a_page_before(door: Door) -> None:
    for place, (before, _) in enumerate(ORPHANS.values()):
        ip = {"src_ip": f"203.0.113.{10 + place}"}
        send(door, [ip | before, ip | {"path": "/a.css", "ago": 20, "ja4": "asking"}])
    found = rows(door, "view_ai_features_1h")
    found = found[found["ja4"] == "asking"]
    assert dict(zip(ORPHANS, found["orphan_ratio"], strict=True)) == {case: orphans for case, (_, orphans) in ORPHANS.items()}


def test_network_and_country_are_looked_up_where_they_were_not_recorded(door: Door) -> None:
    """Both addresses are in the shipped ranges; 8.8.8.8 is recorded as another network, whose name nobody knows."""
    names = {"processing": door.settings.processing_db}
    network = "SELECT * FROM {processing:Identifier}.ref_iplocate_asn WHERE network LIKE {like:String} LIMIT 1"
    four = door.query(network, names | {"like": "%.0/24"}).iloc[0]
    six = door.query(network, names | {"like": "2%::/32"}).iloc[0]
    addresses = [four["network"].replace(".0/24", ".77"), six["network"].replace("::/32", "::77"), "8.8.8.8"]
    send(
        door,
        [{"src_ip": addresses[0]}, {"src_ip": addresses[1]}, {"src_ip": "8.8.8.8", "src_asn": 64500, "src_country_code": "FR"}],
    )
    found = rows(door, "view_ai_features_1h").set_index("src_ip")
    for address, known in ((addresses[0], four), (addresses[1], six)):
        row = found.loc[address]
        assert (row["asn_number"], row["country_code"], row["asn_org"]) == (known["asn"], known["country_code"], known["name"])
    assert tuple(found.loc["8.8.8.8", ["asn_number", "country_code", "asn_org", "asn_label"]]) == (64500, "FR", "", "unknown")


def test_a_bot_is_known_by_its_range_before_its_ja4(door: Door) -> None:
    ranges = "SELECT prefix, bot_name FROM {processing:Identifier}.ref_bot_ip WHERE prefix LIKE '%.%/32' LIMIT 1"
    known = door.query(ranges, {"processing": door.settings.processing_db}).iloc[0]
    inside = known["prefix"].removesuffix("/32")
    send(door, [{"src_ip": inside, "ja4": PYTHON_JA4}, {"src_ip": "2001:db8::1", "ja4": PYTHON_JA4}])
    found = rows(door, "view_ai_features_1h").set_index("src_ip")["bot_name"]
    assert dict(found) == {inside: known["bot_name"], "2001:db8::1": "Python"}


HTTP2: Final = {
    CHROME_H2: {"chrome", "order_chrome", "settings"},
    FIREFOX_H2: {"firefox", "order_firefox", "settings"},
    "2:0;3:100;4:2097152;9:1|10420225|0|m,s,a,p": {"safari", "order_safari", "settings"},
    "2:0;4:2097152;3:100|10485760|0|m,s,p,a": {"safari", "order_safari", "settings"},
    "|00|0|a,m,p,s": {"absent", "order_other"},
    "1:65536;2:0;4:6291456;6:262144|0|3:0:0:201,5:0:0:101|m,a,s,p": {"absent", "order_chrome", "settings"},
    "9:9|33488897|0|m,p,s,a": {"order_other"},
}


def test_what_an_http2_fingerprint_says(door: Door) -> None:
    send(door, [h2(fingerprint) | {"src_ip": f"203.0.113.{place}"} for place, fingerprint in enumerate(HTTP2)])
    said = {}
    for fingerprint, row in zip(HTTP2, rows(door, "view_ai_features_1h").to_dict("records"), strict=True):
        windows = {name for name in ("chrome", "firefox", "safari", "absent") if row[f"h2_window_{name}"]}
        orders = {f"order_{name}" for name in ("chrome", "firefox", "safari", "other") if row[f"h2_order_{name}"]}
        said[fingerprint] = windows | orders | ({"settings"} if row["h2_settings_known"] else set())
        assert row["h2_pseudo_ord_raw"] == fingerprint.rsplit("|", 1)[1]
    assert said == HTTP2


def test_http2_that_nobody_recorded_is_unknown_and_not_absent(door: Door) -> None:
    row = features(door, {"http_version": "HTTP/2.0", "header_user_agent": CHROME})
    assert {name: row[name] for name in row if name.startswith("h2_") and row[name] not in (0, "")} == {}


COHERENCE: Final = {
    "a real Chrome": (CHROME_JA4, CHROME_H2, CHROME, CHROME_HINT, 0, 1),
    "Edge on Chrome's stack": (CHROME_JA4, CHROME_H2, EDGE, EDGE_HINT, 0, 1),
    "Firefox sends no hints": (FIREFOX_JA4, FIREFOX_H2, FIREFOX, "", 0, 1),
    "nothing known": ("t13d000000_0_0", "", "", "", 0, 1),
    "one thing known": (CHROME_JA4, "", "", "", 0, 1),
    "Chrome's HTTP/2 on Python's TLS": (PYTHON_JA4, CHROME_H2, "python-requests/2.34", "", 1, 1 / 3),
    "a tool that claims Chrome": (PYTHON_JA4, "", CHROME, "", 0, 0),
    "Chrome that claims Firefox": (CHROME_JA4, CHROME_H2, FIREFOX, "", 0, 1 / 3),
    "Edge in the User-Agent, Chrome in the hints": (CHROME_JA4, CHROME_H2, EDGE, CHROME_HINT, 0, 5 / 6),
    "headless and says so": (CHROME_JA4, CHROME_H2, HEADLESS, HEADLESS_HINT, 0, 1),
    "headless with a changed User-Agent": (CHROME_JA4, CHROME_H2, CHROME, HEADLESS_HINT, 0, 5 / 6),
    "headless hides in the hints": (CHROME_JA4, CHROME_H2, HEADLESS, CHROME_HINT, 0, 5 / 6),
    "Chrome's TLS, Firefox's HTTP/2": (CHROME_JA4, FIREFOX_H2, "", "", 1, 0),
    "Chrome on iOS is Safari's stack": (CHROME_JA4, "", IPHONE_CHROME, "", 0, 0),
    "a declared crawler may run on anything": (PYTHON_JA4, "", "Mozilla/5.0 (compatible; Googlebot/2.1)", "", 0, 1),
}


def test_families_agree_or_contradict(door: Door) -> None:
    for place, (ja4, fingerprint, agent, hint, _, _) in enumerate(COHERENCE.values()):
        request = {"src_ip": f"203.0.113.{10 + place}", "ja4": ja4, "header_user_agent": agent, "header_sec_ch_ua": hint}
        send(door, [request | (h2(fingerprint) if fingerprint else {})])
    found = rows(door, "view_ai_features_1h")
    mismatches = dict(zip(COHERENCE, found["tls_h2_family_mismatch"], strict=True))
    assert mismatches == {case: said[4] for case, said in COHERENCE.items()}
    scores = dict(zip(COHERENCE, found["fingerprint_coherence_score"], strict=True))
    assert scores == pytest.approx({case: said[5] for case, said in COHERENCE.items()})


def test_hostile_text_is_counted_like_any_other(door: Door) -> None:
    send(door, [{"path": text, "header_user_agent": text, "header_sec_ch_ua": text, "header_referer": text} for text in HOSTILE])
    row = only(door, "view_ai_features_1h")
    assert (row["hits"], row["is_ua_rotating"]) == (len(HOSTILE), 1)
    agents = only(door, "view_dashboard_user_agents")
    assert agents["distinct_ua_count"] == len(HOSTILE)
    assert list(agents["ua_samples"]) == sorted(HOSTILE)[:5]


# --- timing -----------------------------------------------------------------------------------------------------------


def test_a_metronome_a_burst_and_too_few_requests(door: Door) -> None:
    send(door, [{"src_ip": "203.0.113.1", "ago": 100 - 10 * step} for step in range(5)])
    send(door, [{"src_ip": "203.0.113.2", "ago": ago} for ago in (10, 11, 12, 100)])
    send(door, [{"src_ip": "203.0.113.3", "ago": ago} for ago in (10, 20)])
    found = rows(door, "view_thesis_features_1h")
    assert list(found["interarrival_mean_s"][:2]) == [10, 30]
    cv = 41.0122 / 30  # gaps 88, 1, 1: mean 30, standard deviation 41.0122
    assert list(found["interarrival_cv"][:2]) == pytest.approx([0, cv], abs=1e-4)
    assert list(found["burstiness"][:2]) == pytest.approx([-1, (cv - 1) / (cv + 1)], abs=1e-4)
    assert found[["interarrival_mean_s", "interarrival_cv", "burstiness"]].iloc[2].isna().all()
    assert list(found["hits"]) == [5, 4, 2]


# --- recurrence (traps 2, 3, 9) ---------------------------------------------------------------------------------------


def detect(door: Door, *detections: tuple[str, str, str, float, str, str]) -> None:
    """Insert detections: time, address, level, score, JA4, host."""
    sql = (
        "INSERT INTO {processing:Identifier}.ml_detected_anomalies (detected_at, src_ip, threat_level, anomaly_score, ja4, host)"
    )
    values = (
        "SELECT toDateTime({at:String}, 'UTC'), toIPv6({ip:String}), {level:String}, {score:Float32}, {ja4:String}, {host:String}"
    )
    for at, ip, level, score, ja4, host in detections:
        bound = {"at": at, "ip": ip, "level": level, "score": score, "ja4": ja4, "host": host}
        door.command(f"{sql} {values}", {"processing": door.settings.processing_db} | bound)


def test_recurrence_counts_hours_and_worst_is_by_severity_and_by_sign(door: Door) -> None:
    detect(
        door,
        ("2026-11-01 10:05:00", "10.0.0.1", "NORMAL", 0.4, "a", "h"),
        ("2026-11-01 10:55:00", "::ffff:10.0.0.1", "CRITICAL", -0.9, "b", "h"),
        ("2026-11-02 10:10:00", "::ffff:a00:1", "NEW_LEVEL", -0.1, "b", "g"),
        ("2026-11-01 10:05:00", "2001:db8::1", "KNOWN_BOT", -0.2, "c", "h"),
        ("2026-11-01 10:06:00", "2001:db8::1", "NEW_LEVEL", -0.1, "a", "h"),
    )
    found = rows(door, "view_ip_recurrence")
    assert list(found["src_ip"]) == ["10.0.0.1", "2001:db8::1"]
    assert list(found["recurrence"]) == [2, 1]
    assert list(found["worst_score"]) == pytest.approx([-0.9, -0.2])
    assert list(found["worst_threat"]) == ["CRITICAL", "NEW_LEVEL"]
    assert list(found["top_ja4"]) == ["b", "a"]
    assert list(found["top_host"]) == ["h", "h"]
    assert str(found["first_seen"][0]) == "2026-11-01 10:05:00+00:00"
    assert str(found["last_seen"][0]) == "2026-11-02 10:10:00+00:00"


def test_the_worst_score_follows_the_setting(empty_door: Door) -> None:
    """Where a higher score is worse, the migration replaces the view, and only it."""
    migrate(empty_door)
    upward = Door(load(**empty_door.settings.model_dump() | {"score_direction": "higher"}), pool=empty_door.pool)
    assert [step.migration for step in migrate(upward).having(Outcome.DONE)] == ["062_view_ip_recurrence"]
    detect(
        upward,
        ("2026-11-01 10:05:00", "10.0.0.1", "LOW", 0.1, "", ""),
        ("2026-11-01 10:06:00", "10.0.0.1", "HIGH", 0.8, "", ""),
    )
    assert only(upward, "view_ip_recurrence")["worst_score"] == pytest.approx(0.8)


# --- the other views --------------------------------------------------------------------------------------------------

POSTS: Final = {
    "twenty on one path": ([("/login", "")] * 20, 1),
    "nineteen": ([("/login", "")] * 19, 0),
    "thirty spread over four paths": ([(f"/form/{n % 4}", "") for n in range(30)], 0),
    "a form under any name": ([("/kontakt?x=1", ""), ("/kontakt?x=2", "")] * 10, 1),
    "a script's telemetry": ([("/collect", "empty")] * 40, 0),
    "an interface for programs": ([("/api/items", "")] * 40, 0),
    "a login through an interface": ([("/api/v1/auth?u=1", "empty")] * 40, 1),
}


def test_hammering_a_form(door: Door) -> None:
    for host, (posts, _) in POSTS.items():
        one = {"host": host, "method": "POST"}
        send(door, [one | {"path": path, "header_sec_fetch_dest": dest, "ago": n} for n, (path, dest) in enumerate(posts)])
        send(door, [{"host": host, "method": "GET", "path": "/login"}] * 30)
    found = rows(door, "view_form_bruteforce_detected").set_index("host")
    assert dict(found["post_count"]) == {host: len(posts) for host, (posts, hammered) in POSTS.items() if hammered}
    assert set(found["distinct_paths"]) == {1}
    assert {
        round((last - first).total_seconds()) for first, last in zip(found["first_seen"], found["last_seen"], strict=True)
    } == {19, 39}


def test_ja4s_that_one_host_sees(door: Door) -> None:
    send(door, [{"src_ip": "2001:db8::1", "ja4": ja4} for ja4 in ("b", "a", "a", "")])
    send(door, [{"src_ip": "203.0.113.1", "ja4": ja4, "host": ja4} for ja4 in ("a", "b")])
    row = only(door, "view_host_ip_ja4_rotation")
    assert (row["src_ip"], row["distinct_ja4"], list(row["ja4_list"]), row["total_hits"]) == ("2001:db8::1", 2, ["a", "b"], 4)
    assert 3590 < (door.now() - row["window_start"]).total_seconds() < 3630


def test_what_follows_a_page_and_how_soon(door: Door) -> None:
    """Two pages: three assets after 0, 1 and 2 s; one after 3 s, one 40 s later; a call by a script in between is neither."""
    at = [("/", 200), ("/a.css", 200), ("/b.js", 199), ("/c.png", 198), ("/next", 100), ("/a.css", 97), ("/d.png", 60)]
    send(door, [{"path": path, "ago": ago} for path, ago in at])
    send(door, [{"path": "/api/items", "ago": 99, "header_sec_fetch_dest": "empty"}, {"path": "/lost.css", "ago": 300}])
    send(door, [{"src_ip": "2001:db8::1", "path": "/", "ago": 5}])
    found = rows(door, "view_resource_cascade_1h")
    assert list(found["src_ip"]) == ["2001:db8::1", "203.0.113.9"]
    assert list(found["page_count"]) == [1, 2]
    assert list(found["max_sub_resources"]) == [0, 3]
    assert pd.isna(found["avg_sub_delay_ms"][0])
    assert found["avg_sub_delay_ms"][1] == 1500, "0, 1, 2 and 3 s"
    assert found["stddev_sub_delay_ms"][1] == pytest.approx(1118.034, abs=1e-3)


def test_user_agents_of_an_address(door: Door) -> None:
    send(door, [{"ja4": "a", "header_user_agent": agent} for agent in ("x", "y", "y", "")])
    row = only(door, "view_dashboard_user_agents")
    assert (row["ja4"], row["distinct_ua_count"], list(row["ua_samples"]), row["total_requests"]) == ("a", 2, ["x", "y"], 4)
