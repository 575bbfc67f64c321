"""One JA4: what is known about it, who carries it, what its requests show, and how its sessions were judged (operation 29).

A JA4 need not be well-formed to be asked for: some producers write their own. Times are UTC.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import coherence as coherences
from ja4dash import rotation, severity
from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.errors import Category, QueryError
from ja4dash.fingerprint import agents
from ja4dash.fingerprint.ja4 import EMPTY_HASH
from ja4dash.provenance import told_by
from ja4dash.queries import hours
from ja4dash.queries.checks import bounded
from ja4dash.scope import FIELDS, Scope, ScopeError

WINDOW: Final = "7d"
SCORED: Final = "3d"
LOGGED: Final = "24h"

SORTS: Final = {
    name: name for name in ("time", "src_ip", "method", "host", "path", "status", "http_version", "header_user_agent")
}
"""What the requests of a JA4 can be sorted by."""

_NONE: Final = "-"
"""A part that no JA4 has."""

BROWSER_LIST: Final = "Browser list"
TOOL_LIST: Final = "Tool and bot list"
_LISTED: Final = 10
_OBSERVED: Final = 500
"""Combinations, values and related JA4s that are looked at: the commonest."""


def one_ja4(ja4: str) -> str:
    """The JA4 without the white space around it; QueryError when no JA4 reads like that."""
    try:
        return FIELDS["ja4"].clean(ja4)
    except ScopeError as error:
        raise QueryError(Category.PARAMETER, str(error)) from error


@cached(ttl="1m")
def busiest(scope: Scope, limit: int = 50) -> pd.DataFrame:
    """JA4s (1 to 500) with most requests over 24 h: ja4, requests, sources, networks (distinct, unknown left out), first_seen,
    last_seen, browser_family and bot_name by the reference lists."""
    return read("ja4/busiest", scope.over(LOGGED), limit=bounded("limit", limit, 1, 500))


@cached(ttl="5m")
def known(ja4: str) -> pd.DataFrame:
    """What the reference lists say of a JA4 (one row): browser_family, tls_library, context, bot_name; empty = nothing."""
    return read("ja4/known", ja4=one_ja4(ja4))


@cached(ttl="1m")
def profile(ja4: str, scope: Scope) -> pd.DataFrame:
    """The scored sessions of a JA4 over 7 days in one row; sessions 0 when there are none.

    Columns, the first seven each with `_before`: sessions, distinct sources, hosts, asns, countries (unknown left out),
    severe (sessions of level CRITICAL or HIGH), total_hits (requests); mean_hits, mean_velocity, most_velocity (requests/s),
    mean_score, worst_score, worst_level (by severity), first_scored, last_scored; first_kept (the first scored session of all
    that is kept, whatever the window and the filters); host_list, asn_list, asn_org_list, country_list (at most ten, most
    sessions first).
    """
    row, facets = _profile(ja4, scope), _facets(ja4, scope)
    found = row.copy()
    for name in ("host", "asn", "country"):
        values = facets.loc[facets["facet"] == name, "value"]
        known = [int(value) for value in values if value != "0"] if name == "asn" else [value for value in values if value]
        found[f"{name}_list"] = [known[:_LISTED]]
    found["asn_org_list"] = [list(filter(None, facets["asn_org"].unique()))[:_LISTED]]
    return told_by(found, row, facets)


@cached(ttl="1m")
def _profile(ja4: str, scope: Scope) -> pd.DataFrame:
    return read("ja4/profile", scope.over(WINDOW), ja4=one_ja4(ja4))


def breakdown(ja4: str, scope: Scope, limit: int = 10) -> pd.DataFrame:
    """`sessions`, distinct `sources` and `worst_score` of a JA4 over 7 days by `facet` (host, asn with its `asn_org`, country,
    bot, family) and `value`, most sessions first (1 to 100 a facet). An empty value is unknown or none."""
    most, facets = bounded("limit", limit, 1, 100), _facets(ja4, scope)
    return told_by(facets.groupby("facet").head(most).reset_index(drop=True), facets)


@cached(ttl="1m")
def _facets(ja4: str, scope: Scope) -> pd.DataFrame:
    return read("ja4/breakdown", scope.over(WINDOW), ja4=one_ja4(ja4))


@cached(ttl="1m")
def levels(ja4: str, scope: Scope) -> pd.DataFrame:
    """Scored `sessions`, `detections` and distinct `sources` of a JA4 over 7 days by `threat_level`, worst level first."""
    found = _judged(ja4, scope).query("part == 'level'")
    ranked = found.sort_values("threat_level", key=lambda level: level.map(severity.place), ignore_index=True)
    return ranked[["threat_level", "detections", "sessions", "sources"]]


@cached(ttl="1m")
def timeline(ja4: str, scope: Scope) -> pd.DataFrame:
    """Scored `sessions`, `detections` and distinct `sources` of a JA4 over 7 days by `hour`, zero where there are none; a row
    every `queries.hours.step` hours."""
    frame = _judged(ja4, scope)
    found = frame[frame["part"] == "hour"].set_index("hour")[["sessions", "detections", "sources"]]
    steps = hours.begun(frame, hours.step(scope.over(WINDOW)))
    return told_by(found.reindex(steps, fill_value=0).reset_index(), frame)


@cached(ttl="1m")
def _judged(ja4: str, scope: Scope) -> pd.DataFrame:
    within = scope.over(WINDOW)
    return read("ja4/judged", within, ja4=one_ja4(ja4), hours=hours.step(within))


@cached(ttl="30s")
def detections(ja4: str, scope: Scope, limit: int = 500) -> pd.DataFrame:
    """Detections of a JA4 over 7 days, newest first (1 to 500)."""
    return read("ja4/detections", scope.over(WINDOW), ja4=one_ja4(ja4), limit=bounded("limit", limit, 1, 500))


@cached(ttl="30s")
def scores(ja4: str, scope: Scope, limit: int = 500) -> pd.DataFrame:
    """Scores of a JA4 over 3 days, newest first (1 to 500)."""
    return read("ja4/scores", scope.over(SCORED), ja4=one_ja4(ja4), limit=bounded("limit", limit, 1, 500))


@cached(ttl="30s")
def requests(ja4: str, scope: Scope, limit: int = 200, *, order: Order | None = None, offset: int = 0) -> pd.DataFrame:
    """One page (1 to 500) of the requests of a JA4 over 24 h, newest first unless ordered; `carriers` counts them all."""
    return _requests(ja4, scope, order, bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9))


def extract(ja4: str, scope: Scope, most: int, *, order: Order | None = None) -> pd.DataFrame:
    """The first requests of a JA4 (1 to 100,000) for an export, columns as in `requests`; asked anew each time."""
    return _requests(ja4, scope, order, bounded("most", most, 1, EXPORT.rows), guard=EXPORT)


def _requests(
    ja4: str, scope: Scope, order: Order | None, limit: int, offset: int = 0, *, guard: Guard = INTERACTIVE
) -> pd.DataFrame:
    within, value = scope.over(LOGGED), one_ja4(ja4)
    return read("ja4/requests", within, guard=guard, order=order, sorts=SORTS, ja4=value, limit=limit, offset=offset)


@cached(ttl="1m")
def features(ja4: str, scope: Scope, limit: int = 20) -> pd.DataFrame:
    """Rows of view_ai_features_1h of a JA4: its sessions of the last hour, busiest first (1 to 500)."""
    return read("ja4/features", hours.last(scope), ja4=one_ja4(ja4), limit=bounded("limit", limit, 1, 500))


# --- the request log, read once ---------------------------------------------------------------------------------------


@cached(ttl="1m")
def observed(ja4: str, scope: Scope) -> pd.DataFrame:
    """All that the request log of 24 h says of a JA4, from one scan, for `carriers`, `values`, `coherence`, `related` and
    `families` to be read out of it."""
    value = one_ja4(ja4)
    a, b, c = value.split("_") if value.count("_") == 2 else ("", "", "")
    c = "" if c == EMPTY_HASH else c
    return read("ja4/observed", scope.over(LOGGED), ja4=value, a=a or _NONE, b=b or _NONE, c=c or _NONE, limit=_OBSERVED)


def carriers(found: pd.DataFrame) -> pd.DataFrame:
    """Who sends a JA4 (one row, or none): requests, distinct sources and networks; judged_legitimate, judged_bot,
    judged_suspicious (sources by their latest decision); first_seen, last_seen; families (distinct names that its HTTP/2,
    User-Agents and Sec-CH-UA say); compared (requests of the 500 commonest combinations), coherent (those of them in which
    nothing contradicts)."""
    frame = _subject(found, "ja4")
    own = frame[frame["own"] == 1]
    judged = coherence(found)
    agreeing = judged.loc[judged["contradiction"] == coherences.AGREES, "requests"].sum()
    named = pd.Series([_named(judged)] * len(own), index=own.index, dtype="object")
    return own[[*_CARRIED, *_SEEN]].assign(families=named, compared=int(judged["requests"].sum()), coherent=int(agreeing))


def values(found: pd.DataFrame) -> pd.DataFrame:
    """What requests with a JA4 show, commonest first: `trait` (header_user_agent, h2_fingerprint, header_sec_ch_ua), `value`,
    what it `says` it is (a product with its version, or a family; empty = unknown), requests, share (0..1), sources, first_seen,
    last_seen; distinct_values of the trait."""
    own = _subject(found, "ja4")
    whole = max(1, int(own.loc[own["own"] == 1, "requests"].sum()))
    parts = []
    for trait, says in _SAYS.items():
        part = coherences.judged(_subject(found, trait))
        named = part[trait].map(agents.product).astype("str") if trait == "header_user_agent" else part[says]
        told = part.assign(trait=trait, value=part[trait], says=named, share=part["requests"] / whole)
        parts.append(told[["trait", "value", "says", "requests", "share", "sources", "distinct_values", *_SEEN]])
    return told_by(pd.concat(parts, ignore_index=True), *parts)


def coherence(found: pd.DataFrame) -> pd.DataFrame:
    """What goes together in requests with a JA4 (the 500 commonest combinations), and where that contradicts itself: see
    `ja4dash.coherence.judged`."""
    frame = _subject(found, "combination")
    return coherences.judged(frame[[*_TOLD, "requests", "sources", *_SEEN]])


def related(ja4: str, found: pd.DataFrame) -> pd.DataFrame:
    """JA4s that share a part with this one, probable resumption siblings first, then busiest.

    Columns: ja4, shared ("a", "b and c"), extensions (how many more or fewer the probable sibling of that length has, 0 = it
    is none; the busiest one counts, see `ja4dash.rotation`), requests, sources, networks, browser_family, bot_name,
    first_seen, last_seen.
    """
    frame = _subject(found, "ja4")
    others = frame[frame["own"] == 0].rename(columns={"ja4_family": "browser_family", "ja4_tool": "bot_name"})
    told = others.assign(
        shared=others["ja4"].map(lambda other: _shared(ja4.strip(), other)).astype("str"),
        extensions=others["ja4"].map(lambda other: rotation.added(ja4.strip(), other)).astype("int64"),
    )
    told["extensions"] = told["extensions"].where(~told.duplicated("extensions"), 0)
    told = told.sort_values("extensions", key=lambda added: added == 0, kind="stable", ignore_index=True)
    return told[["ja4", "shared", "extensions", "requests", "sources", "networks", "browser_family", "bot_name", *_SEEN]]


def families(lists: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Who a JA4 is by every reference list and by what its requests say, list by list: `by`, `family` (or
    why there is none, see `ja4dash.coherence.UNTOLD`), `detail` (library and context of a listed browser), `requests` and their
    `share` (0..1; NaN for a list, which knows the JA4 whatever the traffic)."""
    row = lists.iloc[0]
    listed = pd.DataFrame(
        {
            "by": [BROWSER_LIST, TOOL_LIST],
            "family": [row["browser_family"], row["bot_name"]],
            "detail": [", ".join(filter(None, (row["tls_library"], row["context"]))), ""],
            "requests": 0,
            "share": float("nan"),
        }
    )
    said = coherences.shares(coherence(found)).rename(columns={"trait": "by", "says": "family"})
    named = said[said["by"] != "JA4"].assign(detail="")[list(listed)]
    return told_by(pd.concat([listed[listed["family"] != ""], named], ignore_index=True), lists, said)


_SAYS: Final = {"header_user_agent": "agent_says", "h2_fingerprint": "h2_says", "header_sec_ch_ua": "hints_say"}
_SEEN: Final = ("first_seen", "last_seen")
_CARRIED: Final = (
    "requests",
    "sources",
    "networks",
    "judged_legitimate",
    "judged_bot",
    "judged_suspicious",
)
_TOLD: Final = (
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
)


def _subject(found: pd.DataFrame, subject: str) -> pd.DataFrame:
    return found[found["subject"] == subject].reset_index(drop=True)


def _named(judged: pd.DataFrame) -> list[str]:
    """The names that a JA4's requests give themselves, commonest first."""
    said = coherences.shares(judged)
    names = said[~said["trait"].isin(["JA4", "ALPN"]) & ~said["says"].isin(coherences.UNTOLD)]
    return list(names.groupby("says", sort=False)["requests"].max().sort_values(ascending=False, kind="stable").index)


def _shared(ja4: str, other: str) -> str:
    pairs = zip("abc", ja4.split("_"), other.split("_"), strict=False)
    return " and ".join(part for part, own, its in pairs if own == its and own != EMPTY_HASH)
