"""Sources and JA4s that a page offers for a decision or a blocklist: one, or all members, those beyond the page too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from ja4dash import words
from ja4dash.blocklist.entries import Kind, usable
from ja4dash.queries import blocklist, source
from ja4dash.scope import MAX_VALUES, Scope


@dataclass(frozen=True)
class Selection:
    """What a page offers: `origin` says where it came from, `total` counts the sources there are.

    `first` is the kind of entry that a blocklist begins with ("Addresses", "JA4s"). `sources` has ip, worst_level, detections
    where they were detected.
    """

    origin: str
    addresses: Sequence[str] = ()
    ja4s: Sequence[str] = ()
    total: int = 0
    first: str = "Addresses"
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)


def of_detections(origin: str, scope: Scope, *, ja4s: Sequence[str] = ()) -> Selection:
    """All detected sources of a scope, worst first, with the JA4s they showed unless others are given."""
    found = blocklist.detected(scope)
    shown = ja4s or sorted({ja4 for some in found["ja4_list"] for ja4 in some})
    return Selection(origin, found["ip"].tolist(), shown, found.attrs["total"], sources=found)


def of_campaign(number: int, scope: Scope) -> Selection:
    """All members of a campaign."""
    return of_detections(f"Campaign {number}", scope.without("campaign").where("campaign", str(number)))


def of_fleet(ja4s: Sequence[str], asns: Sequence[str], scope: Scope) -> Selection:
    """The JA4s of a community, and the detected sources that show one of them in one of its networks."""
    fingerprints, _ = usable(Kind.JA4, ja4s)
    networks = [asn for asn in asns if asn.isascii() and asn.isdecimal() and int(asn) < 2**32]
    origin = f"Fleet of {words.plural(len(ja4s), 'JA4')} in {words.plural(len(asns), 'network')}"
    if not fingerprints or not networks:
        return Selection(origin, ja4s=ja4s)
    within = (
        Scope(scope.window).over(blocklist.WINDOW).where("ja4", *fingerprints[:MAX_VALUES]).where("asn", *networks[:MAX_VALUES])
    )
    return of_detections(origin, within, ja4s=fingerprints)


def of_ja4(ja4: str, scope: Scope) -> Selection:
    """One JA4, and the detected sources that showed it."""
    within = scope.without("ja4").where("ja4", ja4)
    return replace(of_detections(f"JA4 {ja4}", within, ja4s=(ja4,)), first="JA4s")


def of_source(ip: str, scope: Scope) -> Selection:
    """One address and the JA4s it showed."""
    seen = source.coherence(ip, scope)["ja4"]
    return Selection(f"Source {ip}", [ip], sorted({ja4 for ja4 in seen if ja4}), 1)


def of_scope(scope: Scope, window: str) -> Selection:
    """All detected sources of a page's scope."""
    return of_detections(f"Detections: {scope.sentence(window)}", scope.over(window))
