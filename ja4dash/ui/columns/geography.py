"""Headings of columns: countries and networks."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column
from ja4dash.glossary import meaning

_MEANS: Final = {
    "hit_velocity": Column("Requests/s", "number", 74, f"{meaning('hit_velocity')} Mean of the sessions."),
    "fuzzing_index": Column("Paths a segment", "number", 106, f"{meaning('fuzzing_index')} Mean of the sessions."),
}

COUNTRIES: Final = {
    "country_code": Column("Code", width=46),
    "country_name": Column("Country", width=152),
    "hits": Column("Requests", "bar", 92),
    "sessions": Column("Sessions", "count", 64),
    "sources": Column("Sources", "count", 60),
    **_MEANS,
    "networks": Column("Networks", "count", 76, "Distinct known networks."),
}

NETWORKS: Final = {
    "asn_number": Column("ASN", "asn", 74),
    "asn_org": Column("Network", width=150),
    "asn_label": Column("Kind", width=78, help=meaning("asn_label")),
    "hits": Column("Requests", "bar", 92),
    **_MEANS,
    "sessions": Column("Sessions", "count", 64),
    "sources": Column("Sources", "count", 60),
    "countries": Column("Countries", "count", 78, "Distinct known countries."),
}
