"""Detections, scores, cycles, fleets and decisions made by hand, beside the small day of `tests.sql.sample`.

The clock stands where that day's does. The week (15th, 14:06 to 22nd, 14:06) holds the campaigns, its last quarter begins on
the 20th at 20:06; two days of October hold what is listed and sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa

from ja4dash.db import Door
from ja4dash.schema.definition import definitions
from ja4dash.scope import Scope, between
from tests.sql.traffic import packed

FULL, RESUMED = "t13d1517h2_8daaf6152771_cb7bf5808d99", "t13d1518h2_8daaf6152771_e2d80978ab2e"
"""Chromium 156 as it was captured: a full handshake and a resumed one."""

OCTOBER: Final = Scope(between(datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 10, 27, tzinfo=UTC)))


def session(at: str, ip: str, level: str = "HIGH", score: float = -0.5, **columns: Any) -> dict[str, object]:
    """A detection or score, its time as "22 14:00" of November or in full."""
    defaults: dict[str, object] = {
        "ja4": FULL,
        "host": "shop.example",
        "model_name": "forest",
        "asn_number": 64500,
        "asn_org": "Example Hosting",
        "country_code": "DE",
        "hits": 10,
        "hit_velocity": 0.5,
    }
    when = f"2026-11-{at}:00" if len(at) == 8 else at
    return defaults | {"detected_at": when, "src_ip": ip, "threat_level": level, "anomaly_score": score} | columns


def put(door: Door, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert rows into the processing database with the columns they name; what a row lacks is zero, empty or no campaign."""
    types = next(one.columns for one in definitions() if one.object == table)
    listed = list(rows)
    names = sorted({name for row in listed for name in row})
    columns = {name: _column(types[name], [row.get(name, _DEFAULTS.get(name)) for row in listed]) for name in names}
    door.insert(door.settings.processing_db, table, pa.table(columns))


_DEFAULTS: Final = {"campaign_id": -1}


def _column(kind: str, values: list[Any]) -> pa.Array:
    if kind.startswith("DateTime"):
        times = [datetime.fromisoformat(f"{value or '1970-01-01'}+00:00") for value in values]
        return pa.array([int(time.timestamp()) for time in times], pa.uint32())
    if kind == "IPv6":
        return pa.array([packed(value) for value in values], pa.binary(16))
    if kind.startswith("Array"):
        return pa.array([value or [] for value in values], pa.list_(pa.string()))
    if kind.startswith("Map"):
        return pa.array([list((value or {}).items()) for value in values], pa.map_(pa.string(), pa.float32()))
    number = pa.float64() if kind.startswith("Float") else pa.int64() if "Int" in kind else None
    return pa.array([value if value is not None else (0 if number else "") for value in values], number or pa.string())


_LISTED: Final = [
    session("2026-10-25 00:00:00", "10.0.0.9", "NORMAL", 0.5, host="a_b.example", hits=1, recurrence=9, country_code="FR"),
    session(
        "2026-10-25 06:00:00", "10.0.0.80", "CRITICAL", -0.75, host="axb.example", hits=2, campaign_id=3, model_name="boosted"
    ),
    session("2026-10-25 12:00:00", "2001:db8::5", "HIGH", -0.25, host="100%.example", hits=3, browser_family="Chrome"),
    session(
        "2026-10-25 12:00:00", "10.0.0.9", "ODD", -0.125, host="ÄÖ.example", hits=4, ja4="", fuzzing_index=2.5, asn_number=64501
    )
    | {"asn_org": "Example ISP", "post_ratio": 0.5, "hit_velocity": 9.5},
    session(
        "2026-10-26 23:59:59", "203.0.113.7", "KNOWN_BOT", 0.0, bot_name="Bot_%", hits=5, asn_number=0, asn_org="", ja4=RESUMED
    ),
    session("2026-10-27 00:00:00", "203.0.113.8", "CRITICAL", -1.0),
]
"""Five of two days, one just after them."""

LISTED_DETECTIONS: Final = [
    row | {"reason": "42 paths per segment", "raw_anomaly_score": row["anomaly_score"]} for row in _LISTED
]
LISTED_SCORES: Final = [
    {name: value for name, value in row.items() if name not in ("campaign_id", "recurrence")}
    | {"window_start": row["detected_at"], "xgb_prob": place / 10, "ae_recon_error": 1 - place / 10, "raw_anomaly_score": place}
    for place, row in enumerate(_LISTED)
]

GO: Final = "t13d1910h2_9dc949149365_97f8aa674fd9"
_ISP: Final[dict[str, Any]] = {"asn_number": 64501, "asn_org": "Example ISP", "country_code": "FR", "ja4": GO}


def _campaign(number: int, at: str, ip: str, level: str = "HIGH", score: float = -0.5, **columns: Any) -> dict[str, object]:
    return session(at, ip, level, score, campaign_id=number, reason=f"campaign {number}", **columns)


CAMPAIGNS: Final = [
    _campaign(0, "16 10:00", "10.1.0.1", "NORMAL", 0.5, hits=40, hit_velocity=8.0, fuzzing_index=4.0),
    _campaign(0, "16 10:00", "10.1.0.2", host="api.example", hits=20),
    _campaign(0, "16 10:30", "10.1.0.3", "MEDIUM", -0.25, hits=20),
    _campaign(0, "22 10:00", "10.1.0.1", "CRITICAL", -0.875, ja4=RESUMED, post_ratio=1.0),
    _campaign(0, "22 10:00", "10.1.0.2", "LOW", -0.0625),
    _campaign(0, "22 09:00", "10.1.0.4", ja4="", asn_number=0, asn_org="", country_code=""),
    _campaign(1, "17 08:00", "2001:db8:1::1", **_ISP),
    _campaign(1, "21 08:00", "2001:db8:1::1", **_ISP),
    _campaign(1, "17 08:00", "2001:db8:1::2", **_ISP | {"asn_number": 64502}),
    _campaign(1, "21 08:00", "2001:db8:1::2", **_ISP | {"asn_number": 64502}),
    _campaign(2, "16 12:00", "10.3.0.1"),
    _campaign(2, "17 12:00", "10.3.0.2"),
    _campaign(3, "16 12:00", "10.4.0.1"),
    _campaign(3, "16 12:00", "10.4.0.2"),
    _campaign(3, "16 12:00", "10.4.0.3"),
    _campaign(4, "21 12:00", "10.4.0.1"),
    _campaign(4, "21 12:00", "10.4.0.2"),
    _campaign(5, "18 12:00", "10.5.0.1"),
    _campaign(5, "18 12:00", "10.5.0.2"),
    _campaign(6, "19 12:00", "10.5.0.1"),
    session("22 11:00", "10.9.0.1", "CRITICAL", -0.99),
    _campaign(0, "15 14:05", "10.1.0.9", "CRITICAL", -0.99),
]
"""Seven campaigns: 0 grows, 1 is stable, 2 sleeps, 3 merged into 4, half of 5 went to 6; a detection of none, one too old."""

COMPARED: Final = [
    *(session("22 10:00", f"10.1.0.{n}", hits=100, hit_velocity=2.0, browser_family="Chrome") for n in (1, 2, 3)),
    *(session("22 11:00", f"10.1.0.{n}", hits=100, hit_velocity=2.0, browser_family="Chrome") for n in (1, 4)),
    session("22 10:00", "10.9.0.1", "LOW", 0.25, **_ISP | {"hits": 10, "bot_name": "Go-http-client"}),
    session("22 10:00", "10.9.0.2", "LOW", 0.25, **_ISP | {"hits": 10, "host": "api.example"}),
    session("22 10:00", "10.9.0.5", "LOW", 0.25, **_ISP | {"hits": 10, "ja4": FULL}),
    session("22 10:00", "2001:db8:9::4", "LOW", -0.5, **_ISP | {"hits": 100}),
]
"""Scores of the four sources of campaign 0 that are in the window, and of four others."""


def _fleet(at: str, community: int, score: float, sources: int, ja4s: list[str], asns: list[str]) -> dict[str, object]:
    found = {"community_id": community, "fleet_score": score, "n_ips": sources, "ja4_set": ja4s, "asn_set": asns}
    return found | {"detected_at": f"2026-11-{at}:00", "ip_sample": [f"::ffff:10.8.{community}.{at[-2:]}"]}


FLEETS: Final = [
    _fleet("20 10:00", 0, 0.75, 9, [FULL, GO], ["64500", "64501"]),
    _fleet("20 10:00", 1, 0.5, 5, [GO], ["64501"]),
    _fleet("22 10:00", 0, 0.5, 5, [GO], ["64501"]),
    _fleet("22 10:00", 1, 0.625, 12, [GO, FULL], ["64501", "64500"]),
    _fleet("22 10:00", 2, 0.25, 3, [], []),
    _fleet("10 10:00", 0, 1.0, 99, [RESUMED], ["1"]),
]
"""Two cycles of the week, whose numbers do not agree, and one too old."""


def _cycle(at: str, model: str, **columns: object) -> dict[str, object]:
    return {"cycle_at": f"2026-11-{at}", "model_name": model, "total_sessions": 100, "cycle_latency_ms": 1000} | columns


CYCLES: Final = [
    _cycle("22 14:00:00", "forest", anomaly_rate=0.5, drift_rate=0.25, cycle_latency_ms=4000, features_valid=30),
    _cycle("22 13:00:00", "forest", anomaly_rate=0.25, drift_alert=1),
    _cycle("21 13:00:00", "forest", features_valid=7),
    _cycle("22 12:00:00", "boosted", anomaly_rate=0.25, drift_alert=1, meta_learner_active=1),
    _cycle("01 12:00:00", "boosted"),
    _cycle("01 12:00:00", "retired", critical_count=3),
    _cycle("22 14:06:00", "forest", features_valid=99),
]
"""Four of the week, two older, one just after the window."""

DECISIONS: Final = [
    {"created_at": "2026-11-20 10:00:00", "src_ip": "10.1.0.1", "classification": "legitimate", "comment": "=1+1"},
    {
        "created_at": "2026-11-21 10:00:00",
        "src_ip": "::ffff:10.1.0.1",
        "classification": "bot",
        "comment": "it's",
        "analyst": "a",
    },
    {"created_at": "2026-11-19 10:00:00", "src_ip": "10.9.0.1", "classification": "bot", "comment": ""},
    {"created_at": "2026-11-22 10:00:00", "src_ip": "2001:db8:1::1", "classification": "suspicious", "comment": "<b>"},
]
"""Four decisions about three addresses: one changed the mind of somebody."""


def fill(door: Door) -> None:
    """Insert everything."""
    put(door, "ml_detected_anomalies", [*LISTED_DETECTIONS, *CAMPAIGNS])
    put(door, "ml_all_scores", [*LISTED_SCORES, *COMPARED])
    put(door, "fleet_detections", FLEETS)
    put(door, "ml_performance_metrics", CYCLES)
    put(door, "soc_feedback", DECISIONS)
