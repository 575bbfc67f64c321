"""Geography: where the sessions of the last hour come from, by country and by network (operation 13).

A country is where the network is registered or the address was located, not where a person sits; "" is unknown.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import countries
from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "1h"
NETWORKS: Final = 50

_COUNTED: Final = ["sessions", "sources", "hits"]
_RATES: Final = ["hit_velocity", "fuzzing_index"]


@cached(ttl="1m")
def parts(scope: Scope, limit: int = NETWORKS) -> pd.DataFrame:
    """Everything that this module answers, by `part`, from one reading of the view; networks (1 to 500) by requests."""
    return read("geography/sessions", scope.over(WINDOW), limit=bounded("limit", limit, 1, 500))


def by_country(scope: Scope) -> pd.DataFrame:
    """Countries with most requests first, the unknown one among them.

    Columns: country_code, country_name, sessions, sources (distinct addresses), hits (requests), hit_velocity (mean of the
    sessions, requests/s), fuzzing_index (mean), networks (distinct, known ones).
    """
    frame = _part(parts(scope), "country", ["country_code", *_COUNTED, *_RATES, "networks"])
    frame.insert(1, "country_name", frame["country_code"].map(countries.name))
    return frame


def by_label(scope: Scope) -> pd.DataFrame:
    """Kinds of networks with most requests first: asn_label, sessions, sources, hits, hit_velocity, fuzzing_index, networks,
    countries; as `by_country`."""
    return _part(parts(scope), "label", ["asn_label", *_COUNTED, *_RATES, "networks", "countries"])


def by_country_and_label(scope: Scope) -> pd.DataFrame:
    """sessions, sources and hits by country_code, country_name and asn_label (the kind of network), most requests first."""
    frame = _part(parts(scope), "country_label", ["country_code", "asn_label", *_COUNTED])
    frame.insert(1, "country_name", frame["country_code"].map(countries.name))
    return frame


def by_network(scope: Scope, limit: int = NETWORKS) -> pd.DataFrame:
    """Networks (1 to 500) with most requests, the unknown one (0) among them.

    Columns: asn_number, asn_org (of its busiest session), asn_label, sessions, sources, hits, hit_velocity, fuzzing_index
    (means of the sessions), countries (distinct, known ones).
    """
    return _part(parts(scope, limit), "network", ["asn_number", "asn_org", "asn_label", *_COUNTED, *_RATES, "countries"])


def totals(scope: Scope) -> pd.DataFrame:
    """One row: sessions, sources, hits, countries and networks (known ones), each counted once; unknown_sessions and
    unknown_sources are those of no known country, hosting_sessions those of datacenter and hosting networks."""
    found = parts(scope)
    frame = _part(found, "total", [*_COUNTED, "countries", "networks"])
    unknown = found[(found["part"] == "country") & (found["country_code"] == "")]
    hosting = found[(found["part"] == "label") & found["asn_label"].isin(["datacenter", "hosting"])]
    return frame.assign(
        unknown_sessions=int(unknown["sessions"].sum()),
        unknown_sources=int(unknown["sources"].sum()),
        hosting_sessions=int(hosting["sessions"].sum()),
    )


def _part(frame: pd.DataFrame, part: str, columns: list[str]) -> pd.DataFrame:
    return frame.loc[frame["part"] == part, columns].reset_index(drop=True)
