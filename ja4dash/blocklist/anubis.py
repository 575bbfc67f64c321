"""Anubis: a snippet of bot rules to import into a policy (https://anubis.techaro.lol/docs/admin/policies)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ja4dash.blocklist.comments import head
from ja4dash.blocklist.entries import Blocklist, Kind
from ja4dash.blocklist.format import BOTH, Format, lines

HEADER = "X-JA4"
"""What the proxy in front must set: Anubis itself sees no TLS handshake."""


def policy(blocklist: Blocklist) -> bytes:
    """Rules that deny networks, and JA4s where a proxy passes them on."""
    return lines([*head(blocklist, [kind for kind in Kind if blocklist.of(kind)]), *_networks(blocklist), *_ja4s(blocklist)])


def _networks(blocklist: Blocklist) -> Iterable[str]:
    if networks := blocklist.networks():
        yield from _rule("ja4dash-addresses")
        yield "  remote_addresses:"
        yield from (f"    - {_quoted(str(network))}" for network, _ in networks)


def _ja4s(blocklist: Blocklist) -> Iterable[str]:
    if entries := blocklist.of(Kind.JA4):
        yield f"# The proxy in front must set {HEADER}, and remove it from what a client sends."
        yield from _rule("ja4dash-ja4")
        yield "  headers_regex:"
        yield f"    {HEADER}: {_quoted('^(?:' + '|'.join(entry.value for entry in entries) + ')$')}"


def _rule(name: str) -> list[str]:
    return [f"- name: {name}", "  action: DENY"]


def _quoted(text: str) -> str:
    """A double-quoted scalar: JSON is one (YAML 1.2, 7.3.1)."""
    return json.dumps(text)


ANUBIS = (
    Format(
        "anubis",
        "Anubis policy",
        ".yaml",
        BOTH,
        f"Import it under bots in the policy (- import: /path/FILE). JA4s need a proxy in front that sets {HEADER}. "
        "The list does not expire by itself.",
        policy,
    ),
)
