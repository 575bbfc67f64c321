"""Geography: where the sessions of the last hour come from, by country and by network (operation 13).

A country is where the network is registered or the address was located, not where a person sits; "" is unknown.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import countries
from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.provenance import bare, told_by
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "1h"
NETWORKS: Final = 50

_COUNTED: Final = ["sessions", "sources", "hits"]
_RATES: Final = ["hit_velocity", "fuzzing_index"]
_MEASURES: Final = {"requests": "hits", "velocity": "hit_velocity", "fuzzing": "fuzzing_index"}
_NETWORK: Final = {"network_org": "asn_org", "network_label": "asn_label"}
_TOTAL, _COUNTRY, _LABEL, _COUNTRY_LABEL, _OF_NETWORK = 7, 3, 5, 1, 6
"""What `sql/geography/sessions.sql` has summed up in a row."""


@cached(ttl="1m")
def tables(scope: Scope, limit: int = NETWORKS) -> dict[str, pd.DataFrame]:
    """All that this module answers, from one reading of the view; the functions below give one table each.

    totals · countries · labels (kinds of networks) · country_labels · networks (1 to 500).
    """
    limit = bounded("limit", limit, 1, 500)
    every = read("geography/sessions", scope.over(WINDOW))
    found = bare(every).rename(columns=_MEASURES)
    by_country = _part(found, _COUNTRY, ["country_code", *_COUNTED, *_RATES, "networks"])
    by_label = _part(found, _LABEL, ["asn_label", *_COUNTED, *_RATES, "networks", "countries"])
    networks = _part(found, _OF_NETWORK, ["asn_number", *_NETWORK, *_COUNTED, *_RATES, "countries"])
    unknown = by_country[by_country["country_code"] == ""]
    hosting = by_label[by_label["asn_label"].isin(["datacenter", "hosting"])]
    parts = {
        "totals": _part(found, _TOTAL, [*_COUNTED, "countries", "networks"]).assign(
            unknown_sessions=int(unknown["sessions"].sum()),
            unknown_sources=int(unknown["sources"].sum()),
            hosting_sessions=int(hosting["sessions"].sum()),
        ),
        "countries": _named(by_country),
        "labels": by_label,
        "country_labels": _named(_part(found, _COUNTRY_LABEL, ["country_code", "asn_label", *_COUNTED])),
        "networks": networks.rename(columns=_NETWORK).head(limit),
    }
    return {name: told_by(part, every) for name, part in parts.items()}


def totals(scope: Scope) -> pd.DataFrame:
    """One row: sessions, sources, hits, countries and networks (known ones), each counted once; unknown_sessions and
    unknown_sources are those of no known country, hosting_sessions those of datacenter and hosting networks."""
    return tables(scope)["totals"]


def by_country(scope: Scope) -> pd.DataFrame:
    """Countries with most requests first, the unknown one among them.

    Columns: country_code, country_name, sessions, sources (distinct addresses), hits (requests), hit_velocity (mean of the
    sessions, requests/s), fuzzing_index (mean), networks (distinct, known ones).
    """
    return tables(scope)["countries"]


def by_label(scope: Scope) -> pd.DataFrame:
    """Kinds of networks with most requests first: asn_label, sessions, sources, hits, hit_velocity, fuzzing_index, networks,
    countries; as `by_country`."""
    return tables(scope)["labels"]


def by_country_and_label(scope: Scope) -> pd.DataFrame:
    """sessions, sources and hits by country_code, country_name and asn_label (the kind of network), most requests first."""
    return tables(scope)["country_labels"]


def by_network(scope: Scope) -> pd.DataFrame:
    """The 50 networks with most requests, the unknown one (0) among them.

    Columns: asn_number, asn_org (of its busiest session), asn_label, sessions, sources, hits, hit_velocity, fuzzing_index
    (means of the sessions), countries (distinct, known ones).
    """
    return tables(scope)["networks"]


def _part(frame: pd.DataFrame, summed: int, columns: list[str]) -> pd.DataFrame:
    return frame.loc[frame["summed"] == summed, columns].reset_index(drop=True)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `country_name` after `country_code`."""
    frame.insert(1, "country_name", frame["country_code"].map(countries.name))
    return frame
