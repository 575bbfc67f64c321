"""Campaigns: sources that act together, who they are, how they hang together and what makes them differ (operations 21 to 24).

A source belongs to a campaign by its detections. Times are UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from ja4dash import campaigns, graph
from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.provenance import told_by
from ja4dash.queries import hours
from ja4dash.queries.checks import bounded
from ja4dash.scope import LAST_CAMPAIGN, Scope

WINDOW: Final = "7d"
_ALL: Final = 2**63
"""More sessions than there are: none of them is left out."""

MEMBER_SORTS: Final[Mapping[str, str]] = {
    "worst_level": "-transform(worst_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)",
    "worst_score": "{sign:Int8} * worst_score",
    **{
        name: name
        for name in (
            "detections",
            "hits",
            "hit_velocity",
            "fuzzing_index",
            "post_ratio",
            "recurrence",
            "ja4",
            "ja4s",
            "host",
            "asn_org",
            "country_code",
            "first_seen",
            "last_seen",
        )
    },
}
"""What members can be sorted by. A level descending and a score ascending are worst first."""

_OF_SOURCES: Final[Mapping[str, str]] = {
    "last_campaign": "campaign_id",
    "newest_ja4": "ja4",
    "newest_asn": "asn_number",
    "newest_org": "asn_org",
    "newest_country": "country_code",
    "newest_family": "browser_family",
    "velocity": "hit_velocity",
    "all_hits": "hits",
}
"""What a statement says of a source in the schema's names, which mean its rows there."""


@cached(ttl="1m")
def totals(scope: Scope) -> pd.DataFrame:
    """One row, each with `_before`: campaigns, distinct sources in them, detections."""
    return read("campaigns/totals", scope.over(WINDOW))


@cached(ttl="1m")
def listing(scope: Scope, limit: int = 50) -> pd.DataFrame:
    """Campaigns (1 to 500) with most members.

    Columns: campaign_id, members (distinct addresses), detections, first_seen, last_seen, mean_score, worst_score,
    worst_level (by severity); ja4s, asns, countries, hosts (distinct, unknown ones left out); mean_hits, mean_velocity
    (requests/s), mean_fuzzing, mean_post_ratio (0..1), all means over detections; members_before, members_new,
    members_recent (first seen before, first seen in, seen in the last quarter of the window); merged_into (-1 = none);
    trend, see `ja4dash.campaigns.TRENDS`.
    """
    frame = read("campaigns/listing", scope.over(WINDOW), limit=bounded("limit", limit, 1, 500))
    history = frame[["members_before", "members_new", "members_recent", "merged_into"]].itertuples(index=False)
    return frame.assign(trend=pd.Series([campaigns.trend(*row) for row in history], index=frame.index, dtype="str"))


@cached(ttl="1m")
def sources(scope: Scope, limit: int = 500) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The graph: sources of campaigns (1 to 500, worst first) as nodes, and the links between them, laid out.

    Nodes: ip, campaign_id (the one it was last seen in), the newest ja4, asn_number, asn_org, country_code, worst_level,
    browser_family, hits, worst_score, detections, last_seen, x, y, each over all of its campaigns; `attrs["total"]` counts
    the sources there are. Links: see `ja4dash.graph.drawn`.
    """
    frame = read("campaigns/graph", scope.over(WINDOW), limit=bounded("limit", limit, 1, 500))
    if (total := len(frame)) == limit:
        counted = totals(scope)
        total = int(counted["sources"].iloc[0])
        told_by(frame, frame, counted)
    frame.attrs["total"] = total
    return graph.drawn(frame.rename(columns=_OF_SOURCES))


@cached(ttl="1m")
def scatter(scope: Scope, limit: int = 500) -> pd.DataFrame:
    """Sources of campaigns, busiest first (1 to 5,000): ip, campaign_id (the one it was last seen in), worst_score,
    worst_level, hit_velocity (the greatest, requests/s), hits (requests in all), detections, each in all of its campaigns."""
    frame = read("campaigns/scatter", scope.over(WINDOW), limit=bounded("limit", limit, 1, 5000))
    return frame.rename(columns=_OF_SOURCES)


@cached(ttl="1m")
def profile(campaign: int, scope: Scope) -> pd.DataFrame:
    """One campaign in one row; members 0 when it was not seen in the window.

    Columns: members, detections, first_seen, last_seen, mean_score, worst_score, worst_level; ja4s, asns, countries,
    hosts (distinct); total_hits, mean_hits, mean_velocity, mean_fuzzing, mean_post_ratio, most_recurrence; ja4_list,
    asn_list, asn_org_list, country_list, host_list, bot_list, family_list (sorted, at most 50); newest_reason.
    """
    return read("campaigns/profile", _within(scope), campaign=_known(campaign))


@cached(ttl="1m")
def members(campaign: int, scope: Scope, limit: int = 500, *, order: Order | None = None, offset: int = 0) -> pd.DataFrame:
    """One page (1 to 500) of the sources of a campaign, worst first unless ordered; `profile` counts them all.

    Columns: ip, detections, first_seen, last_seen, worst_score, worst_level, the newest ja4, host, network, bot and family,
    ja4s (distinct), hits (in all), hit_velocity (the greatest, requests/s), fuzzing_index, post_ratio (means), recurrence.
    """
    return _members(campaign, scope, order, bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9))


def extract(campaign: int, scope: Scope, most: int, *, order: Order | None = None) -> pd.DataFrame:
    """The first sources of a campaign (1 to 100,000) for an export, columns as in `members`; asked anew each time."""
    return _members(campaign, scope, order, bounded("most", most, 1, EXPORT.rows), guard=EXPORT)


def _members(
    campaign: int, scope: Scope, order: Order | None, limit: int, offset: int = 0, *, guard: Guard = INTERACTIVE
) -> pd.DataFrame:
    page = {"campaign": _known(campaign), "limit": limit, "offset": offset}
    return read("campaigns/members", _within(scope), guard=guard, order=order, sorts=MEMBER_SORTS, **page)


@cached(ttl="1m")
def timeline(campaign: int, scope: Scope) -> pd.DataFrame:
    """`detections`, distinct `sources` and `severe` (CRITICAL or HIGH) detections of one campaign by `hour`, zero where there
    are none; a row every `queries.hours.step` hours."""
    within = _within(scope)
    return read("campaigns/timeline", within, campaign=_known(campaign), hours=hours.step(within))


@cached(ttl="1m")
def breakdown(campaign: int, scope: Scope, limit: int = 20) -> pd.DataFrame:
    """`detections`, distinct `sources` and `worst_score` of one campaign by `facet` (ja4, asn, host, level) and `value`, most
    sources first."""
    return read("campaigns/breakdown", _within(scope), campaign=_known(campaign), limit=bounded("limit", limit, 1, 100))


@cached(ttl="10s")
def decisions(campaign: int, scope: Scope, limit: int = 100) -> pd.DataFrame:
    """Decisions (1 to 500) about the sources of a campaign, newest first, columns as in `queries.feedback.newest`."""
    return read("campaigns/decisions", _within(scope), campaign=_known(campaign), limit=bounded("limit", limit, 1, 500))


@cached(ttl="1m")
def members_graph(campaign: int, scope: Scope, limit: int = 500) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Nodes and links of one campaign, see `sources`; also its members that were later seen in another."""
    return sources(_within(scope).where("campaign", str(_known(campaign))), limit)


@cached(ttl="1m")
def difference(campaign: int, scope: Scope, limit: int = 20) -> pd.DataFrame:
    """What makes a campaign's sources differ from the other sources scored in the same window, strongest first (1 to 100).

    Columns: dimension (a figure of `ja4dash.campaigns.FIGURES`, or a filter's name), value (of a filter; empty may be
    "unknown"), asn_org, kind ("median" or "share"), own, other (the median of the sources' means, or the share of sources
    that show the value, 0..1), effect, own_sources, other_sources, one_in.

    All other sources are compared while they have at most `ja4dash.campaigns.MOST_SESSIONS` sessions (`one_in` 1), else one in
    2, 4, 8 …, chosen by a hash of their addresses, unless that leaves fewer than `FEWEST_OTHERS`. Shares and medians are then
    unbiased; the standard error of a share is at most 0.5 / sqrt(other_sources). The campaign's own sources are all compared.

    The effect is Cliff's delta, from -1 to 1: how much more often one of its sources has the greater figure than the
    smaller one, against any other source; for a share it is the difference of the shares, which is the same thing for yes
    and no (Cliff 1993, Dominance statistics, doi:10.1037/0033-2909.114.3.494). One measure for all, so that they can be
    ranked; it needs no spread, which is often zero.
    """
    within, number = _within(scope), _known(campaign)
    numbers = _numbers(number, within, campaigns.MOST_SESSIONS)
    if campaigns.Compared.of(numbers).too_few:
        numbers = _numbers(number, within, _ALL)
    who = campaigns.Compared.of(numbers)
    shares = read("campaigns/shares", within, campaign=number, own=who.own, other=who.other, one_in=who.one_in, limit=5)
    return told_by(campaigns.differences(numbers, shares, bounded("limit", limit, 1, 100)), numbers, shares)


def _numbers(campaign: int, scope: Scope, most: int) -> pd.DataFrame:
    return read("campaigns/numbers", scope, campaign=campaign, figures=list(campaigns.FIGURES), most=most)


def _within(scope: Scope) -> Scope:
    """The scope without its campaigns: the page's own campaign counts."""
    return scope.without("campaign").without("campaign", exclude=True).over(WINDOW)


def _known(campaign: int) -> int:
    return bounded("campaign", campaign, 0, LAST_CAMPAIGN)
