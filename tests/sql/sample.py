"""The fixed data: a day of eight sources, small enough to count by hand.

The clock stands at 14:05:09, so the last 24 hours are from the 21st, 14:06 (included) to the 22nd, 14:06 (excluded), a
Saturday and a Sunday.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa

from ja4dash.db import Door
from ja4dash.schema.definition import definitions
from tests.sql.traffic import packed

NOW: Final = datetime(2026, 11, 22, 14, 5, 9, tzinfo=UTC)

CHROME_JA4: Final = "t13d1516h2_8daaf6152771_02713d6af862"
GO_JA4: Final = "t13d1910h2_9dc949149365_97f8aa674fd9"
CHROME_H2: Final = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
GO_H2: Final = "2:0;4:4194304;6:10485760|1073741824|0|a,m,p,s"
CHROME: Final = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
HOSTILE_PATH: Final = '/it\'s "quoted" \\ back\\slash <b>{x:String}</b> %s\ttab'
HOSTILE_AGENT: Final = "'; DROP TABLE http_logs; -- \u202e"

A, A_LIKE, B, C, D = "203.0.113.9", "203.0.113.90", "2001:db8::1", "198.51.100.7", "10.0.0.200"
"""IPv4; IPv4 whose text begins like A's; IPv6; a hostile client; a client of no known network."""


def _request(at: str, ip: str, path: str = "/", **columns: object) -> dict[str, object]:
    defaults: dict[str, object] = {
        "method": "GET",
        "host": "shop.example",
        "http_version": "HTTP/2.0",
        "status": 200,
        "header_user_agent": CHROME,
        "ja4": CHROME_JA4,
        "h2_fingerprint": CHROME_H2,
        "tls_alpn": "h2",
        "tls_version": "TLSv1.3",
        "src_asn": 64500,
        "src_as_name": "Example Hosting",
        "src_country_code": "DE",
        "src_port": 40000,
    }
    return defaults | {"time": at, "src_ip": ip, "path": path} | columns


_PLAIN: Final = {"http_version": "HTTP/1.1", "ja4": "", "h2_fingerprint": "", "tls_alpn": "", "tls_version": ""}
_SIXTH: Final = {"src_asn": 64501, "src_as_name": "Example ISP", "src_country_code": "FR", "header_user_agent": "curl/8.0"}

REQUESTS: Final = [
    _request("2026-11-22 14:04:09", A, "/"),
    _request("2026-11-22 14:04:09", A, "/static/app.css"),
    _request("2026-11-22 14:03:00", A, "/login", method="POST", status=302),
    _request("2026-11-22 12:30:00", A, "/100%_off", query="a=1", status=404, header_user_agent=""),
    _request("2026-11-22 09:00:00", B, "/100percent-off", **_PLAIN | _SIXTH),
    _request("2026-11-22 09:00:00", B, "/100%25", **_PLAIN | _SIXTH | {"host": "api.shop.example", "status": 503}),
    _request("2026-11-21 14:06:00", A_LIKE, "/a_b", method="HEAD", status=0, http_version="HTTP/1.0"),
    _request(
        "2026-11-22 11:59:59",
        C,
        HOSTILE_PATH,
        method="get",
        host="ÄÖ.example",
        http_version="weird",
        status=500,
        header_user_agent=HOSTILE_AGENT,
        src_asn=0,
        src_as_name="",
        src_country_code="",
    ),
    _request(
        "2026-11-22 00:00:00", D, "/axb", src_asn=0, src_as_name="", src_country_code="", header_user_agent="Go-http-client/2.0"
    )
    | {"ja4": GO_JA4, "h2_fingerprint": GO_H2},
    _request("2026-11-22 14:06:00", A, "/from-the-next-minute"),
    _request("2026-11-21 14:05:59", A, "/the-day-before"),
    _request("2026-11-21 10:00:00", B, "/the-day-before", **_SIXTH),
    _request("2026-11-18 23:59:59", A, "/wednesday"),
    _request("2026-11-12 12:00:00", A, "/ten-days-ago"),
]
"""Nine of the last 24 hours, one just after them, two of the day before, one of the week, one older."""


def _session(at: str, ip: str, level: str, score: float, **columns: object) -> dict[str, object]:
    defaults: dict[str, object] = {
        "ja4": CHROME_JA4,
        "host": "shop.example",
        "model_name": "forest",
        "asn_number": 64500,
        "asn_org": "Example Hosting",
        "country_code": "DE",
        "hits": 10,
        "hit_velocity": 0.5,
    }
    return defaults | {"detected_at": at, "src_ip": ip, "threat_level": level, "anomaly_score": score} | columns


DETECTIONS: Final = [
    _session("2026-11-22 14:00:00", A, "MEDIUM", -0.25, campaign_id=12, reason="many paths", recurrence=2),
    _session("2026-11-22 13:00:00", A, "CRITICAL", -0.75, campaign_id=12, reason="many paths", recurrence=2),
    _session("2026-11-22 13:30:00", A, "NORMAL", 0.5, campaign_id=-1, asn_number=64500),
    _session("2026-11-22 13:00:00", B, "HIGH", -0.5, campaign_id=-1, asn_number=64501, asn_org="Example ISP", country_code="FR"),
    _session("2026-11-22 09:00:00", B, "ODD", -0.125, campaign_id=-1, asn_number=64501, asn_org="Example ISP", country_code="FR"),
    _session(
        "2026-11-22 08:00:00", C, "KNOWN_BOT", 0.0, campaign_id=-1, bot_name="Bot_%", asn_number=0, asn_org="", country_code=""
    ),
    _session("2026-11-21 14:00:00", A, "HIGH", -0.5, campaign_id=11),
    _session("2026-10-30 12:00:00", A, "CRITICAL", -1.0, campaign_id=9),
    _session("2026-10-01 12:00:00", A, "CRITICAL", -1.5, campaign_id=8),
]
"""Six of the last 24 hours, one of the day before, one of the month, one older."""

SCORES: Final = [
    _session("2026-11-22 14:00:00", A, "MEDIUM", -0.25, browser_family="Chrome"),
    _session("2026-11-22 13:00:00", A, "CRITICAL", -0.75, browser_family="Chrome"),
    _session("2026-11-22 13:00:00", B, "HIGH", -0.5, model_name="boosted"),
    _session("2026-11-22 13:00:00", A_LIKE, "LEGITIMATE_BROWSER", 0.5, browser_family="Firefox"),
    _session("2026-11-22 12:00:00", A_LIKE, "LEGITIMATE_BROWSER", 0.5, browser_family="Firefox"),
    _session("2026-11-21 12:00:00", A_LIKE, "LEGITIMATE_BROWSER", 0.5, browser_family="Firefox"),
    _session("2026-11-20 12:00:00", A, "LOW", 0.25, browser_family="Chrome"),
]
"""Five of the last 24 hours, one of the day before, one of three days."""

FEEDBACK: Final = [
    {"created_at": "2026-11-20 10:00:00", "src_ip": A, "classification": "legitimate", "comment": "looks fine"},
    {"created_at": "2026-11-21 10:00:00", "src_ip": A, "classification": "bot", "comment": "it's 100% a bot"},
]


def fill(door: Door) -> None:
    """Insert everything."""
    names = door.settings
    put(door, names.logs_db, "http_logs", REQUESTS)
    put(door, names.processing_db, "ml_detected_anomalies", DETECTIONS)
    put(door, names.processing_db, "ml_all_scores", SCORES)
    put(door, names.processing_db, "soc_feedback", FEEDBACK)


def put(door: Door, database: str, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert rows with the columns they name; times as text in UTC, addresses in any spelling."""
    types = next(one.columns for one in definitions() if one.object == table)
    listed = list(rows)
    names = sorted({name for row in listed for name in row})
    door.insert(database, table, pa.table({name: _column(types[name], [row.get(name) for row in listed]) for name in names}))


def _column(kind: str, values: list[Any]) -> pa.Array:
    if kind.startswith("DateTime"):
        return pa.array([int(datetime.fromisoformat(f"{value}+00:00").timestamp()) for value in values], pa.uint32())
    if kind == "IPv6":
        return pa.array([packed(value) for value in values], pa.binary(16))
    number = {"UInt": pa.int64(), "Int3": pa.int64(), "Floa": pa.float64()}.get(kind[:4])
    return pa.array([value if value is not None else (0 if number else "") for value in values], number or pa.string())
