"""How long to block what: shorter where the value soon belongs to somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from ja4dash.blocklist.entries import Kind

RENTED: Final = timedelta(days=7)
SHARED: Final = timedelta(days=1)
UNKNOWN: Final = timedelta(days=3)
CLIENT: Final = timedelta(days=30)

_RENTED: Final = frozenset({"datacenter", "hosting", "vpn"})
_SHARED: Final = frozenset({"isp", "education"})

RULE: Final = (
    f"Suggested: {SHARED.days} day for addresses of ISPs and schools (they change hands and are shared by many people), "
    f"{RENTED.days} days for rented machines, {UNKNOWN.days} days where the network is unknown, {CLIENT.days} days for a JA4 "
    "(it changes only with a new release of the client)."
)


def suggested(kind: Kind, asn_label: str = "") -> timedelta:
    """How long an entry should last, by its kind and the kind of network of an address (dict_asn_reputation)."""
    if kind is Kind.JA4:
        return CLIENT
    if asn_label in _RENTED:
        return RENTED
    return SHARED if asn_label in _SHARED else UNKNOWN
