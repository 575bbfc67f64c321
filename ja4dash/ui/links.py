"""Doors: the way from a value to its page, keeping the scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from ja4dash.scope import FIELDS, Scope, ScopeError, address


@dataclass(frozen=True)
class Door:
    """Where a click on a value leads: a page and its URL parameters, keeping the scope."""

    page: str
    query: Callable[[Scope, str], dict[str, list[str]]]


def _source(scope: Scope, value: str) -> dict[str, list[str]]:
    return {**scope.without("ip").to_query(), "ip": [address(value)]}


def _ja4(scope: Scope, value: str) -> dict[str, list[str]]:
    return {**scope.without("ja4").to_query(), "ja4": [FIELDS["ja4"].clean(value)]}


def _filtered(field: str) -> Callable[[Scope, str], dict[str, list[str]]]:
    return lambda scope, value: scope.without(field).where(field, value).to_query()


def _campaign(scope: Scope, value: str) -> dict[str, list[str]]:
    return {**scope.without("campaign").to_query(), "campaign": [value]}


def _h2(scope: Scope, value: str) -> dict[str, list[str]]:
    return {**scope.to_query(), "h2": [value]}


DOORS: Final = {
    "campaign": Door("pages/campaign.py", _campaign),
    "ip": Door("pages/ip.py", _source),
    "ja4": Door("pages/ja4.py", _ja4),
    "asn": Door("pages/traffic.py", _filtered("asn")),
    "host": Door("pages/traffic.py", _filtered("host")),
    "country": Door("pages/traffic.py", _filtered("country")),
    "h2": Door("pages/signatures.py", _h2),
    "judged_model": Door("pages/detections.py", _filtered("model")),
    "judged_ja4": Door("pages/detections.py", _filtered("ja4")),
    "judged_asn": Door("pages/detections.py", _filtered("asn")),
}
"""Kind of value to the page that explains it."""

KINDS: Final = {
    "ip": "ip",
    "ja4": "ja4",
    "src_asn": "asn",
    "asn_number": "asn",
    "asn": "asn",
    "host": "host",
    "top_ja4": "ja4",
    "top_host": "host",
    "src_country_code": "country",
    "country_code": "country",
    "country": "country",
    "campaign_id": "campaign",
    "h2_fingerprint": "h2",
    "judged_model": "judged_model",
    "judged_ja4": "judged_ja4",
    "judged_asn": "judged_asn",
}
"""Column of a result to the kind of its values."""


def opens(kind: str, value: str) -> bool:
    """True when a value of this kind leads somewhere (an empty JA4 or ASN 0 does not)."""
    return (kind in DOORS and value not in ("", "0", "-1", "None", "nan")) or (kind == "campaign" and value == "0")


def go(kind: str, value: str, scope: Scope) -> None:
    """Open the page behind a value, keeping the scope. A value of no valid form stays where it is."""
    door = DOORS[kind]
    try:
        query = door.query(scope, value)
    except ScopeError as error:
        st.toast(f"{error}", icon=":material/block:")
        return
    st.switch_page(door.page, query_params=query)


def link(page: str, label: str, icon: str, scope: Scope) -> None:
    """The way to a page that shows the same scope; `label` is ours, never data."""
    st.page_link(page, label=label, icon=icon, query_params=scope.to_query())
