"""The 41 operations by name, for the command line: what each takes and what answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from ja4dash import rights
from ja4dash.db import Order
from ja4dash.errors import Category, QueryError
from ja4dash.queries import (
    browsers,
    campaigns,
    detections,
    discovery,
    evasion,
    features,
    feedback,
    fingerprints,
    fleets,
    geography,
    health,
    models,
    overview,
    reference,
    scores,
    sessions,
    source,
    traffic,
)
from ja4dash.queries import ja4 as one_ja4
from ja4dash.scope import Scope, Window
from ja4dash.signature.entry import FAMILIES
from ja4dash.writes.feedback import CLASSIFICATIONS, classify
from ja4dash.writes.signatures import Written, promote, withdraw

_HOUR: Final = "the last hour"

Result = Mapping[str, pd.DataFrame] | pd.DataFrame


@dataclass(frozen=True)
class Parameter:
    """A parameter besides the scope. Without a default it must be given."""

    name: str
    type: type[int] | type[float] | type[str]
    default: int | float | str | None = None
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class Operation:
    """An operation: its number and name, its default window ("" = it has none), what runs it, and whether that writes.

    With a window `run` takes a scope first, then the parameters by name.
    """

    number: int
    name: str
    purpose: str
    parameters: tuple[Parameter, ...] = ()
    window: str = ""
    run: Callable[..., Result] | None = None
    writes: bool = False

    @property
    def finished(self) -> bool:
        """True when it can be run."""
        return self.run is not None


def _overview(scope: Scope) -> Result:
    return {
        "totals": overview.totals(scope),
        "levels": overview.levels(scope),
        "top_sources": overview.top_sources(scope),
        "per_hour": overview.per_hour(scope),
        "models": overview.models(scope),
        "families": overview.families(scope),
    }


def _detections(scope: Scope, sort: str = "detected_at", direction: str = "desc", limit: int = 50, offset: int = 0) -> Result:
    order = _ordered(sort, direction)
    return {
        "detections": detections.listing(scope, order=order, limit=limit, offset=offset),
        "total": detections.totals(scope)[["detections"]],
    }


def _scores(scope: Scope, sort: str = "detected_at", direction: str = "desc", limit: int = 50, offset: int = 0) -> Result:
    order = _ordered(sort, direction)
    return {
        "scores": scores.listing(scope, order=order, limit=limit, offset=offset),
        "total": scores.totals(scope)[["sessions"]],
    }


def _traffic(scope: Scope, sort: str = "time", direction: str = "desc", limit: int = 50, offset: int = 0) -> Result:
    order = _ordered(sort, direction)
    return {
        "requests": traffic.listing(scope, order=order, limit=limit, offset=offset),
        "total": traffic.totals(scope)[["requests"]],
    }


def _ip(scope: Scope, ip: str, limit: int = 100) -> Result:
    return {
        "summary": source.summary(ip, scope),
        "detections": source.detections(ip, scope),
        "scores": source.scores(ip, scope),
        "requests": source.requests(ip, scope, limit=limit),
        "features": source.features(ip, scope),
        "recurrence": source.recurrence(ip),
        "traits": source.traits(ip, scope),
        "coherence": source.coherence(ip, scope),
    }


def _ja4(scope: Scope, ja4: str, limit: int = 200) -> Result:
    found = one_ja4.observed(ja4, scope)
    return {
        "profile": one_ja4.profile(ja4, scope),
        "detections": one_ja4.detections(ja4, scope),
        "scores": one_ja4.scores(ja4, scope),
        "timeline": one_ja4.timeline(ja4, scope),
        "levels": one_ja4.levels(ja4, scope),
        "requests": one_ja4.requests(ja4, scope, limit=limit),
        "features": one_ja4.features(ja4, scope),
        "families": one_ja4.families(one_ja4.known(ja4), found),
        "related": one_ja4.related(ja4, found),
        "coherence": one_ja4.coherence(found),
        "carriers": one_ja4.carriers(found),
        "values": one_ja4.values(found),
        "breakdown": one_ja4.breakdown(ja4, scope),
    }


def _campaigns(scope: Scope, limit: int = 50) -> Result:
    return {"campaigns": campaigns.listing(scope, limit=limit), "total": campaigns.totals(scope)[["campaigns", "sources"]]}


def _campaign_graph(scope: Scope, limit: int = 500) -> Result:
    nodes, links = campaigns.sources(scope, limit=limit)
    return {"nodes": nodes, "links": links}


def _campaign_detail(scope: Scope, campaign: int, limit: int = 500) -> Result:
    nodes, links = campaigns.members_graph(campaign, scope)
    return {
        "profile": campaigns.profile(campaign, scope),
        "members": campaigns.members(campaign, scope, limit=limit),
        "timeline": campaigns.timeline(campaign, scope),
        "breakdown": campaigns.breakdown(campaign, scope),
        "difference": campaigns.difference(campaign, scope),
        "nodes": nodes,
        "links": links,
    }


def _radar(scope: Scope, ip: str) -> Result:
    _everyone("ip-radar", scope)
    return source.radar(ip)


def _cascade(scope: Scope, ip: str, limit: int = 50) -> Result:
    _everyone("cascade", scope)
    return source.cascade(ip, limit=limit)


def _features(scope: Scope) -> Result:
    _last_hour("features", scope)
    found = features.both(scope)
    return {
        "means": found[["feature_set", "feature", "mean", "sessions"]],
        "profiles": found[["feature_set", "feature", "human", "bot", "human_rank", "bot_rank", "human_sessions", "bot_sessions"]],
        "separation": found[["feature_set", "feature", "effect", "cohens_d"]],
    }


def _behavior(
    scope: Scope, x: str = "hit_velocity", y: str = "modern_browser_score", colour: str = "asn_label", limit: int = 500
) -> Result:
    _last_hour("behavior", scope)
    busiest, histograms = sessions.busiest(scope, limit=limit)
    return {"sessions": sessions.placed(busiest, x, y, colour), "histograms": histograms}


def _geo(scope: Scope, limit: int = 50) -> Result:
    _last_hour("geo", scope)
    return geography.tables(scope, limit=limit)


def _fingerprints(scope: Scope, limit: int = 100) -> Result:
    _last_hour("fingerprints", scope)
    return {"fingerprints": fingerprints.listing(scope, limit=limit), "bots": fingerprints.bots(scope)}


def _browsers(scope: Scope, limit: int = 50) -> Result:
    _last_hour("browsers", scope)
    return {"families": browsers.families(scope), "unknown": browsers.unknown(scope), "top": browsers.top(scope, limit=limit)}


def _browser_signatures(scope: Scope, limit: int = 20) -> Result:
    _last_hour("browser-signatures", scope)
    return {
        "totals": browsers.rates(scope),
        "families": browsers.h2_families(scope),
        "windows": browsers.windows(scope),
        "mismatches": browsers.mismatches(scope),
        "sessions": browsers.explained(scope, limit=limit),
    }


def _now(name: str, query: Callable[..., pd.DataFrame], looks_at: str) -> Callable[..., Result]:
    """A query that takes no scope, as an operation that refuses one."""

    def run(scope: Scope, limit: int = 100) -> Result:
        _everyone(name, scope, looks_at)
        return query(limit=limit)

    return run


def _fleet(scope: Scope, limit: int = 100) -> Result:
    _whole("fleet", scope)
    return fleets.listing(scope, limit=limit)


def _models() -> Result:
    return {"files": models.files(), "scored": models.scored(Scope())}


def _health(scope: Scope, limit: int = 500) -> Result:
    _whole("health", scope)
    return {"summary": health.summary(scope), "latest": health.latest(scope), "cycles": health.cycles(scope, limit=limit)}


def _reflist(name: str, q: str = "", *, sort: str = "", direction: str = "asc", limit: int = 200, offset: int = 0) -> Result:
    order = _ordered(sort, direction) if sort else None
    frame = reference.reflist(name, q, order=order, limit=limit, offset=offset)
    return {"entries": frame, "total": _counted(frame)}


def _reflist_stats(name: str, limit: int = 1000) -> Result:
    frame = reference.reflist_stats(name, limit=limit)
    return {"breakdown": frame, "total": _counted(frame)}


def _classify(ip: str, classification: str, comment: str = "", analyst: str = "") -> Result:
    return classify(ip, classification, comment, who=rights.command_line(analyst))


def _add_signature(fingerprint: str, family: str, confidence: float = 1.0, notes: str = "", analyst: str = "") -> Result:
    return _changed(promote(fingerprint, family, confidence, notes, who=rights.command_line(analyst)))


def _delete_signature(fingerprint: str, analyst: str = "") -> Result:
    return _changed(withdraw(fingerprint, who=rights.command_line(analyst)))


def _changed(written: Written) -> pd.DataFrame:
    """What was written, and what look-ups say of it now."""
    live = written.live
    rows = written.rows.merge(live.rows[["h2_fingerprint", "says", "live"]], on="h2_fingerprint")
    loaded_at = pd.Series([live.loaded_at] * len(rows), dtype="datetime64[s, UTC]")
    return rows.assign(loaded_at=loaded_at, problem=live.problem.message if live.problem else "")


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"total": [frame.attrs["total"]], "source": [frame.attrs["source"]]})


def _ordered(sort: str, direction: str) -> Order:
    if direction not in DIRECTIONS:
        raise QueryError(Category.PARAMETER, f"direction takes asc or desc, not {direction!r}")
    return Order(sort, descending=direction == "desc")


def _everyone(name: str, scope: Scope, looks_at: str = _HOUR) -> None:
    if scope.window or scope.filters:
        raise QueryError(Category.PARAMETER, f"{name} always looks at {looks_at} and takes no other window or filter")


def _last_hour(name: str, scope: Scope) -> None:
    if scope.window and scope.window != Window("1h"):
        raise QueryError(Category.PARAMETER, f"{name} always looks at {_HOUR} and takes no other window")


def _whole(name: str, scope: Scope) -> None:
    if scope.filters:
        raise QueryError(Category.PARAMETER, f"{name} takes no filter, only a window")


DIRECTIONS: Final = ("asc", "desc")

_IP: Final = Parameter("ip", str, help="an IPv4, IPv6 or IPv4-mapped address")
_JA4: Final = Parameter("ja4", str, help="a JA4 fingerprint")
_H2: Final = Parameter("fingerprint", str, help="an HTTP/2 fingerprint: SETTINGS|WINDOW_UPDATE|PRIORITY|PSEUDO")
_ANALYST: Final = Parameter("analyst", str, "", help="who decides; the account's name unless given")
_OFFSET: Final = Parameter("offset", int, 0, help="rows to leave out before the first")
_CAMPAIGN: Final = Parameter("campaign", int, help="a campaign's number")
_LIST: Final = Parameter("name", str, choices=tuple(reference.LISTS), help="a reference list")


def _limit(default: int, most: int) -> Parameter:
    return Parameter("limit", int, default, help=f"rows, 1 to {most:,}")


def _direction(default: str) -> Parameter:
    return Parameter("direction", str, default, DIRECTIONS, "of the sort")


_ALL: Final = (
    Operation(1, "overview", "key figures, levels, top sources, hours, models and browser families", (), "24h", _overview),
    Operation(2, "alerts", "newest detections of level critical, high or known bot", (_limit(20, 100),), "24h", overview.alerts),
    Operation(3, "timeline-detail", "detections per hour and threat level", (), "24h", overview.timeline_detail),
    Operation(
        4,
        "detections",
        "detections, filtered, sorted and paged",
        (
            Parameter("sort", str, "detected_at", tuple(detections.SORTS), "a column"),
            _direction("desc"),
            _limit(50, 500),
            _OFFSET,
        ),
        "30d",
        _detections,
    ),
    Operation(
        5,
        "scores",
        "scored sessions, filtered, sorted and paged",
        (
            Parameter("sort", str, "detected_at", tuple(scores.SORTS), "a column"),
            _direction("desc"),
            _limit(50, 500),
            _OFFSET,
        ),
        "3d",
        _scores,
    ),
    Operation(
        6,
        "traffic",
        "raw requests, filtered, sorted and paged",
        (
            Parameter("sort", str, "time", tuple(traffic.SORTS), "a column"),
            _direction("desc"),
            _limit(50, 500),
            _OFFSET,
        ),
        "24h",
        _traffic,
    ),
    Operation(7, "heatmap", "requests by weekday and hour", (), "7d", traffic.heatmap),
    Operation(8, "ip", "everything about one address", (_IP, _limit(100, 500)), "30d / 3d / 24h", _ip),
    Operation(9, "ip-radar", "eight features of an address beside ISP and hosting means", (_IP,), "1h", _radar),
    Operation(10, "cascade", "page loads of an address and what follows them", (_IP, _limit(50, 500)), "1h", _cascade),
    Operation(11, "features", "means of both feature sets, human and bot profiles, and what separates them", (), "1h", _features),
    Operation(
        12,
        "behavior",
        "busiest sessions over any two features, and histograms",
        (
            Parameter("x", str, "hit_velocity", sessions.FEATURES, "a feature"),
            Parameter("y", str, "modern_browser_score", sessions.FEATURES, "a feature"),
            Parameter("colour", str, "asn_label", sessions.COLOURS, "what tells sessions apart"),
            _limit(500, 5000),
        ),
        "1h",
        _behavior,
    ),
    Operation(13, "geo", "sessions and hits by country and network", (_limit(50, 500),), "1h", _geo),
    Operation(14, "fingerprints", "JA4s by kind of network, and those of known bots", (_limit(100, 500),), "1h", _fingerprints),
    Operation(15, "browsers", "browser families, unknown sessions and JA4s by family", (_limit(50, 100),), "1h", _browsers),
    Operation(16, "browser-signatures", "HTTP/2 signatures against JA4 families", (_limit(20, 50),), "1h", _browser_signatures),
    Operation(17, "signature-entries", "HTTP/2 signatures", (_limit(10_000, 10_000),), "", reference.signatures),
    Operation(
        18,
        "add-signature",
        "add or replace an HTTP/2 signature",
        (
            _H2,
            Parameter("family", str, choices=FAMILIES, help="whose fingerprint it is"),
            Parameter("confidence", float, 1.0, help="0 to 1"),
            Parameter("notes", str, "", help="where it was seen"),
            _ANALYST,
        ),
        run=_add_signature,
        writes=True,
    ),
    Operation(19, "delete-signature", "withdraw an HTTP/2 signature", (_H2, _ANALYST), run=_delete_signature, writes=True),
    Operation(
        20,
        "fingerprint-discovery",
        "profiles of JA4s, known and unknown, and their families by User-Agent",
        (
            Parameter("minimum", int, 10, help="fewest requests of a JA4, 1 to 100,000"),
            Parameter("limit", int, 300, help="rows, 10 to 1,000"),
        ),
        "7d",
        discovery.found,
    ),
    Operation(21, "campaigns", "clusters of detected sources", (_limit(50, 500),), "7d", _campaigns),
    Operation(22, "campaign-graph", "sources of campaigns and what they share", (_limit(500, 500),), "7d", _campaign_graph),
    Operation(
        23, "campaign-scatter", "worst score and velocity of campaign sources", (_limit(500, 5000),), "7d", campaigns.scatter
    ),
    Operation(24, "campaign-detail", "one campaign", (_CAMPAIGN, _limit(500, 500)), "7d", _campaign_detail),
    Operation(
        25,
        "brute-force",
        "sources that post to forms again and again",
        (_limit(100, 500),),
        "now",
        _now("brute-force", evasion.brute_force, _HOUR),
    ),
    Operation(
        26,
        "ja4-rotation",
        "sources that change their JA4, resumed connections not counted",
        (_limit(100, 500),),
        "now",
        _now("ja4-rotation", evasion.ja4_rotation, _HOUR),
    ),
    Operation(
        27,
        "ua-rotation",
        "sources that change their User-Agent",
        (_limit(100, 500),),
        "now",
        _now("ua-rotation", evasion.ua_rotation, _HOUR),
    ),
    Operation(
        28,
        "recurrence",
        "sources that come back",
        (_limit(100, 500),),
        "now",
        _now("recurrence", evasion.recurrence, "all detections that are kept"),
    ),
    Operation(29, "ja4", "everything about one JA4", (_JA4, _limit(200, 500)), "7d / 3d / 24h", _ja4),
    Operation(30, "fleet", "communities of JA4s and networks", (_limit(100, 500),), "7d", _fleet),
    Operation(31, "models", "models and their metadata, and what they scored in 7 days", run=_models),
    Operation(32, "models-timeline", "scores per hour and model", (), "7d", models.timeline),
    Operation(33, "models-threats", "scores by model and level", (), "7d", models.threats),
    Operation(34, "health", "cycles of the detector", (_limit(500, 5000),), "7d", _health),
    Operation(
        35,
        "classify",
        "decide about an address",
        (
            Parameter("ip", str, help="an address in any spelling"),
            Parameter("classification", str, choices=CLASSIFICATIONS, help="the verdict"),
            Parameter("comment", str, "", help="why"),
            _ANALYST,
        ),
        run=_classify,
        writes=True,
    ),
    Operation(36, "classify-stats", "addresses by their latest decision", run=feedback.stats),
    Operation(37, "suggested", "detected addresses without a decision", (_limit(20, 500),), "3d", feedback.suggested),
    Operation(38, "classifications", "newest decisions", (_limit(50, 500),), "", feedback.newest),
    Operation(39, "dictionaries", "dictionaries and their state", run=reference.dictionaries),
    Operation(
        40,
        "reflist",
        "a reference list, searched, sorted and paged",
        (
            _LIST,
            Parameter("q", str, "", help="text, taken literally; an address also finds the ranges that hold it"),
            Parameter("sort", str, "", help="a column of the list"),
            _direction("asc"),
            _limit(200, 10_000),
            _OFFSET,
        ),
        run=_reflist,
    ),
    Operation(41, "reflist-stats", "length and breakdown of a reference list", (_LIST, _limit(1000, 10_000)), "", _reflist_stats),
)

OPERATIONS: Final[Mapping[str, Operation]] = {operation.name: operation for operation in _ALL}
"""Operation by name, in the order of their numbers."""
