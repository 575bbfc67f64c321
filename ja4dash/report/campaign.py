"""The report of one campaign: what it is, where it is going, who belongs to it, what sets it apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from ja4dash import facts, words
from ja4dash.blocklist.radius import sentence
from ja4dash.column import Column
from ja4dash.errors import QueryError
from ja4dash.queries import blocklist, campaigns
from ja4dash.report import answers
from ja4dash.report.answers import Answer, Making, answered, told
from ja4dash.report.drawing import columns_over_time, deviations, graph
from ja4dash.report.parts import Nothing, Part, Report, Section, Sentence
from ja4dash.report.tables import table
from ja4dash.report.text import text
from ja4dash.scope import Scope
from ja4dash.ui.columns.campaigns import MEMBERS
from ja4dash.ui.columns.decisions import HISTORY

MOST_MEMBERS: Final = 500
MOST_DECISIONS: Final = 100
FACETS: Final = {"ja4": "JA4", "asn": "Network", "host": "Host", "level": "Threat level"}
_MEMBERS: Final = (
    "ip",
    "worst_level",
    "worst_score",
    "detections",
    "hits",
    "hit_velocity",
    "ja4",
    "host",
    "asn_number",
    "asn_org",
    "country_code",
    "first_seen",
    "last_seen",
)
_DECISIONS: Final = {"created_at": HISTORY["created_at"], "ip": Column("Source"), **HISTORY}


@dataclass(frozen=True)
class CampaignAnswers:
    """All that a campaign's report shows, every answer of the same window. Nodes and links are those of its graph."""

    profile: Answer
    listing: Answer
    timeline: Answer
    difference: Answer
    nodes: Answer
    links: Answer
    breakdown: Answer
    decisions: Answer
    members: Answer
    radius: Answer


def ask(number: int, scope: Scope) -> CampaignAnswers:
    """Ask for everything in a frozen scope; raises QueryError where the engine cannot be asked at all."""
    nodes, links = _graph(number, scope)
    members = answered(lambda: campaigns.members(number, scope, MOST_MEMBERS))
    addresses = () if isinstance(members, QueryError) else tuple(members["ip"])
    return CampaignAnswers(
        profile=answered(lambda: campaigns.profile(number, scope)),
        listing=answered(lambda: campaigns.listing(scope, 500)),
        timeline=answered(lambda: campaigns.timeline(number, scope)),
        difference=answered(lambda: campaigns.difference(number, scope)),
        nodes=nodes,
        links=links,
        breakdown=answered(lambda: campaigns.breakdown(number, scope, 10)),
        decisions=answered(lambda: campaigns.decisions(number, scope, MOST_DECISIONS)),
        members=members,
        radius=answered(lambda: blocklist.radius(addresses, (), scope)),
    )


def report(number: int, scope: Scope, found: CampaignAnswers, making: Making) -> Report:
    """The report of these answers."""
    sections = (
        Section("What it is", told(found.profile, lambda frame: _profile(frame, found.listing, number))),
        Section("How it hangs together", told(found.nodes, lambda frame: _picture(frame, found.links), _UNSEEN)),
        Section("Detections over time", told(found.timeline, _timeline, _UNSEEN)),
        Section(
            "What sets it apart",
            told(found.difference, _difference, "Nothing sets it apart, or there is nobody to compare it with"),
            note="against everyone else scored in the same window, as Cliff's delta from -1 to 1",
        ),
        Section("What it is made of", told(found.breakdown, _breakdown, _UNSEEN)),
        Section(
            "Decisions about its sources",
            told(found.decisions, _decisions, "Nobody has decided about its sources yet"),
            note="whenever they were made",
        ),
        Section("If it were blocked", told(found.radius, lambda frame: _blocked(frame, found.members))),
        Section("Its sources", told(found.members, lambda frame: _members(frame, found.profile), _UNSEEN)),
    )
    path = answers.path("campaign", scope.without("campaign"), {"campaign": str(number)})
    return answers.reported(f"Campaign {number}", found, sections, making, scope=scope, path=path)


_UNSEEN: Final = "This campaign was not seen in this window"


def _graph(number: int, scope: Scope) -> tuple[Answer, Answer]:
    nodes: list[pd.DataFrame] = []
    links: list[pd.DataFrame] = []

    def asked() -> pd.DataFrame:
        for found, kept in zip(campaigns.members_graph(number, scope), (nodes, links), strict=True):
            kept.append(found)
        return nodes[0]

    answer = answered(asked)
    return answer, (answer if isinstance(answer, QueryError) else links[0])


def _profile(frame: pd.DataFrame, listing: Answer, number: int) -> tuple[Part, ...]:
    row = frame.iloc[0]
    if not row["members"]:
        return (Nothing(_UNSEEN),)
    trend = "" if isinstance(listing, QueryError) else facts.trend_of(listing, number)
    counted = {
        "Sources": words.whole(row["members"]),
        "Detections": words.whole(row["detections"]),
        "Different": f"{words.plural(int(row['ja4s']), 'JA4 value')}, {words.plural(int(row['asns']), 'network')}, "
        f"{words.plural(int(row['countries']), 'country', 'countries')}, {words.plural(int(row['hosts']), 'host')}",
    }
    return (answers.facts(counted | facts.of_campaign(row, trend)),)


def _picture(nodes: pd.DataFrame, links: Answer) -> tuple[Part, ...]:
    if isinstance(links, QueryError):
        return told(links, lambda _: ())
    total = int(nodes.attrs.get("total", len(nodes)))
    counted = words.plural(total, "source")
    shown = f"the worst {words.whole(len(nodes))} of {counted}" if total > len(nodes) else counted
    linked = f"{shown}, {words.plural(len(links), 'link')} by shared JA4 or network; size: requests"
    return graph(nodes, links, alt=f"Graph: {linked}"), Sentence(text(linked))


def _timeline(frame: pd.DataFrame) -> tuple[Part, ...]:
    if not frame["detections"].any():
        return (Nothing(_UNSEEN),)
    parted = frame.assign(other=frame["detections"] - frame["severe"])
    stack = {"severe": ("level-critical", "Critical or high"), "other": ("quiet", "Other detections")}
    most = int(frame["sources"].max())
    alt = "Detections of this campaign over time"
    return (
        columns_over_time(parted, "hour", stack, alt=alt),
        Sentence(text(f"At most {words.plural(most, 'source')} at a time.")),
    )


def _difference(frame: pd.DataFrame) -> tuple[Part, ...]:
    sample = facts.others_of(frame)
    drawn = deviations(facts.apart(frame), alt="What its sources have more or less of than the other sources of the window")
    return (drawn, Sentence(text(sample))) if sample else (drawn,)


def _breakdown(frame: pd.DataFrame) -> tuple[Part, ...]:
    return tuple(
        _facet(frame[frame["facet"] == facet], facet, heading)
        for facet, heading in FACETS.items()
        if (frame["facet"] == facet).any()
    )


def _facet(frame: pd.DataFrame, facet: str, heading: str) -> Part:
    named = frame
    if facet == "asn":
        networks = zip(frame["value"], frame["asn_org"], strict=True)
        named = frame.assign(value=[words.asn(float(number), name) for number, name in networks])
    columns = {
        "value": Column(heading, "level" if facet == "level" else "text"),
        "sources": Column("Sources", "count"),
        "detections": Column("Detections", "count"),
        "worst_score": Column("Worst score", "score"),
    }
    return table(named, columns, order="most sources first")


def _decisions(frame: pd.DataFrame) -> tuple[Part, ...]:
    cut = f"the newest {MOST_DECISIONS}, older ones are cut" if len(frame) == MOST_DECISIONS else "newest first"
    return (table(frame, _DECISIONS, order=cut),)


def _blocked(frame: pd.DataFrame, members: Answer) -> tuple[Part, ...]:
    listed = 0 if isinstance(members, QueryError) else len(members)
    said = f"A blocklist of {words.plural(listed, 'address', 'addresses')}: {sentence(frame, 'window of this report')}"
    hint = "The campaign's page makes the list in the format of your firewall, with an expiry, and spares who looks innocent."
    return Sentence(text(said, 1000)), Sentence(text(hint))


def _members(frame: pd.DataFrame, profile: Answer) -> tuple[Part, ...]:
    total = None if isinstance(profile, QueryError) else int(profile["members"].iloc[0])
    return (table(frame, {name: MEMBERS[name] for name in _MEMBERS}, total=total, order="worst first"),)
