"""What a person typed into the search box, and the page that answers it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ja4dash.scope import LAST_CAMPAIGN, Scope, ScopeError, address, network

JA4: Final = re.compile(r"[tqd][0-9s][0-9][di][0-9]{4}[A-Za-z0-9]{2}_[0-9a-f]{12}_[0-9a-f]{12}")
"""A JA4 fingerprint: protocol, TLS version, SNI, counts, ALPN; ciphers; extensions (FoxIO's JA4 specification)."""

_CAMPAIGN: Final = re.compile(r"(?:(?:campaign\s*#?\s*|#)|(?=[0-9]{1,9}$))([0-9]{1,10})", re.I)
_ASN: Final = re.compile(r"ASN?\s*([0-9]{1,10})", re.I)
_HOST: Final = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)+[a-z][a-z0-9-]{1,62}(?::[0-9]{1,5})?|localhost", re.I)


@dataclass(frozen=True)
class Target:
    """Where a search leads: a page by its file's name, and its URL parameters."""

    page: str
    params: Mapping[str, str]


def target(text: str) -> Target:
    """The page for an address, range, JA4, ASN, campaign number or host; any other text searches the requests.

    Raises ScopeError when nothing can be searched for (an empty text, an impossible range).
    """
    typed = text.strip()
    if _is_address(typed):
        return Target("ip", {"ip": address(typed)})
    if found := JA4.fullmatch(typed):
        return Target("ja4", {"ja4": found[0]})
    if (found := _CAMPAIGN.fullmatch(typed)) and int(found[1]) <= LAST_CAMPAIGN:
        return Target("campaign", {"campaign": str(int(found[1]))})
    if found := _ASN.fullmatch(typed):
        return _requests("asn", found[1])
    if re.fullmatch(r"[0-9A-Fa-f.:]+/[0-9]+", typed):
        return _requests("ip", str(network(typed)))
    return _requests("host" if _HOST.fullmatch(typed) else "q", typed)


def _requests(field: str, value: str) -> Target:
    query = Scope().where(field, value).to_query()
    return Target("traffic", {name: values[0] for name, values in query.items()})


def _is_address(text: str) -> bool:
    try:
        address(text)
    except ScopeError:
        return False
    return True
