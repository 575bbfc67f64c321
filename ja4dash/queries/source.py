"""One source: who an address is, what it did and how it presents itself (operations 8 to 10).

An address may be given as IPv4, IPv6 or IPv4-mapped: all spellings are one source. Times are UTC.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from ja4dash import coherence as coherences
from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.provenance import told_by
from ja4dash.queries.checks import bounded, one_address
from ja4dash.scope import Scope

FEATURES: Final = (
    "hit_velocity",
    "fuzzing_index",
    "post_ratio",
    "asset_ratio",
    "direct_access_ratio",
    "temporal_entropy",
    "path_diversity_ratio",
    "modern_browser_score",
)
"""Features of the radar, in the order of `sql/source/radar.sql`."""

SORTS: Final = {name: name for name in ("time", "method", "host", "path", "status", "http_version", "header_user_agent", "ja4")}
"""What the requests of a source can be sorted by."""


@cached(ttl="30s")
def summary(ip: str, scope: Scope) -> pd.DataFrame:
    """Who an address is (one row): requests of 24 h with first and last, distinct hosts, paths, User-Agents, JA4s, HTTP/2
    fingerprints; network as recorded, else by dict_iplocate_asn; bot by address range; detections and campaign of the
    last 30 days; the verdict that counts, `undecided` when it was taken back or has expired. 1970 and an empty text mean
    that there is none, campaign -1 likewise."""
    asked = _presented(ip, scope)
    whole = asked.iloc[0]
    known = read(
        "source/summary",
        scope.over("24h"),
        ip=one_address(ip),
        asn=int(whole["recorded_asn"]),
        as_name=str(whole["recorded_name"]),
        country=str(whole["recorded_country"]),
    )
    counted = asked.loc[[asked.index[0]], list(_COUNTED)].reset_index(drop=True)
    return told_by(pd.concat([known[["ip"]], counted, known.drop(columns="ip")], axis=1), asked, known)


@cached(ttl="30s")
def traits(ip: str, scope: Scope, limit: int = 20) -> pd.DataFrame:
    """The commonest `value`s of each `trait` (a column of the request log) over 24 h, with `requests`, `distinct_values`
    (of the trait, all of them), and the `browser_family` or `bot_name` known by a JA4 or HTTP/2 fingerprint."""
    return read("source/traits", scope.over("24h"), ip=one_address(ip), limit=bounded("limit", limit, 1, 500))


@cached(ttl="30s")
def paths(ip: str, scope: Scope, limit: int = 20) -> pd.DataFrame:
    """The commonest paths (1 to 500) an address asked for over 24 h: path, requests, errors (status 400 or above), hosts
    (distinct), methods (in words, at most 8), first_seen, last_seen, distinct_values (of all its paths)."""
    return read("source/paths", scope.over("24h"), ip=one_address(ip), limit=bounded("limit", limit, 1, 500))


@cached(ttl="30s")
def coherence(ip: str, scope: Scope, limit: int = 50) -> pd.DataFrame:
    """How an address presents itself over 24 h, combination by combination, and where that contradicts itself: see
    `ja4dash.coherence.judged`. `ja4dash.coherence.sentence` says it in words."""
    asked = _presented(ip, scope)
    frame = asked.iloc[1 : 1 + bounded("limit", limit, 1, 500)].reset_index(drop=True)
    known = read("source/families", ja4s=_distinct(frame["ja4"]), h2s=_distinct(frame["h2_fingerprint"]))
    ja4s, h2s = (known[known["kind"] == kind].set_index("value") for kind in ("ja4", "h2"))
    found = frame.assign(
        ja4_family=frame["ja4"].map(ja4s["family"]),
        ja4_tool=frame["ja4"].map(ja4s["tool"]),
        h2_family=frame["h2_fingerprint"].map(h2s["family"]),
    )
    judged = told_by(coherences.judged(found[list(_COMBINED)]), asked, known)
    judged.attrs["missing"] = []  # what the log may lack is counted, and not compared
    return judged


@cached(ttl="30s")
def _presented(ip: str, scope: Scope) -> pd.DataFrame:
    """The address's requests as a whole, then its 500 commonest combinations."""
    frame = read("source/presented", scope.over("24h"), ip=one_address(ip), limit=501)
    if len(frame):
        return frame
    nothing = {name: "" if isinstance(kind, pd.StringDtype) else 0 for name, kind in frame.dtypes.items()}
    return told_by(pd.DataFrame([nothing]).astype(frame.dtypes.to_dict()), frame)


def _distinct(values: pd.Series[Any]) -> list[str]:
    return [str(value) for value in values.unique()]


_COUNTED: Final = ("requests", "first_seen", "last_seen", "hosts", "paths", "user_agents", "ja4s", "h2_fingerprints")
_COMBINED: Final = (
    "ja4",
    "ja4_family",
    "ja4_tool",
    "h2_fingerprint",
    "h2_family",
    "header_user_agent",
    "header_sec_ch_ua",
    "header_sec_ch_ua_platform",
    "tls_alpn",
    "http_version",
    "requests",
    "first_seen",
    "last_seen",
)


@cached(ttl="30s")
def detections(ip: str, scope: Scope, limit: int = 500) -> pd.DataFrame:
    """Detections of an address over 30 days, newest first (1 to 500)."""
    return read("source/detections", scope.over("30d"), ip=one_address(ip), limit=bounded("limit", limit, 1, 500))


@cached(ttl="30s")
def scores(ip: str, scope: Scope, limit: int = 500) -> pd.DataFrame:
    """Scores of an address over 3 days, newest first (1 to 500)."""
    return read("source/scores", scope.over("3d"), ip=one_address(ip), limit=bounded("limit", limit, 1, 500))


@cached(ttl="30s")
def requests(ip: str, scope: Scope, limit: int = 100, *, order: Order | None = None, offset: int = 0) -> pd.DataFrame:
    """One page (1 to 500) of the requests of an address over 24 h, newest first unless ordered; `summary` counts them all."""
    return _requests(ip, scope, order, bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9))


def extract(ip: str, scope: Scope, most: int, *, order: Order | None = None) -> pd.DataFrame:
    """The first requests of an address (1 to 100,000) for an export, columns as in `requests`; asked anew each time."""
    return _requests(ip, scope, order, bounded("most", most, 1, EXPORT.rows), guard=EXPORT)


def _requests(
    ip: str, scope: Scope, order: Order | None, limit: int, offset: int = 0, *, guard: Guard = INTERACTIVE
) -> pd.DataFrame:
    within, address = scope.over("24h"), one_address(ip)
    return read("source/requests", within, guard=guard, order=order, sorts=SORTS, ip=address, limit=limit, offset=offset)


@cached(ttl="1m")
def features(ip: str, scope: Scope, limit: int = 50) -> pd.DataFrame:
    """Rows of view_ai_features_1h of an address: its sessions of the last hour, busiest first."""
    return read("source/features", scope.over("1h"), ip=one_address(ip), limit=bounded("limit", limit, 1, 500))


@cached(ttl="1m")
def recurrence(ip: str) -> pd.DataFrame:
    """Hours with a detection (`recurrence`), worst score and level, first and last, over all that is kept; no row if none."""
    return read("source/recurrence", ip=one_address(ip))


@cached(ttl="1m")
def radar(ip: str) -> pd.DataFrame:
    """Eight features of an address beside the ISP mean and the datacenter or hosting mean, sessions of the last hour.

    `source`, `isp`, `hosting` are means over sessions, in the feature's unit; `_rank` is that mean's percentile rank
    (0..1) among all sessions of the hour, ties counted half, so that all features share one scale; NaN where there are no
    sessions. The peers are everyone, whatever the filters. From one scan of view_ai_features_1h.
    """
    return read("source/radar", ip=one_address(ip), features=list(FEATURES))


@cached(ttl="1m")
def cascade(ip: str, limit: int = 50) -> pd.DataFrame:
    """Page loads of an address in the last hour, newest 50: sub-resources after a page and their delay (ms)."""
    return read("source/cascade", ip=one_address(ip), limit=bounded("limit", limit, 1, 500))


@cached(ttl="30s")
def verdicts(ip: str, limit: int = 50) -> pd.DataFrame:
    """Decisions of analysts about an address, newest first, with the columns of `queries.feedback.newest` (less ip)."""
    return read("source/verdicts", ip=one_address(ip), limit=bounded("limit", limit, 1, 500))
