"""The address a page is about."""

from __future__ import annotations

from ja4dash.scope import address
from ja4dash.ui.subject_field import subject_field


def source_field() -> str | None:
    """The address in its one spelling, or None while there is none; what is wrong with it is said beside the field."""
    return subject_field(
        "ip",
        "Address",
        placeholder="203.0.113.7 or 2001:db8::7",
        icon=":material/lan:",
        clean=address,
        ask="Type an IPv4 or IPv6 address, or pick one below.",
        wrong=lambda _: "This is not an IPv4 or IPv6 address.",
    )
