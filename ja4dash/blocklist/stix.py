"""STIX 2.1: a bundle of indicators that are valid until they expire, written and validated by the `stix2` library."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid5

from ja4dash.blocklist.comments import inert
from ja4dash.blocklist.entries import Blocklist, Entry, Kind, host
from ja4dash.blocklist.format import BOTH, Format

_SPACE: Final = UUID("0b7d3c4e-53a7-4a3e-8a5e-2f6f3f1f7c19")
"""Name space of our objects: the same list made at the same time has the same identifiers."""
_JA4_PROPERTY: Final = "network-traffic:x_ja4"
"""STIX has no property for a JA4: a custom one (STIX 2.1, 11.1)."""
MAX_TEXT: Final = 500


def bundle(blocklist: Blocklist) -> bytes:
    """An identity and an indicator an entry."""
    import stix2  # type: ignore[import-untyped]  # noqa: PLC0415 - 150 ms that only this format costs

    maker = stix2.Identity(
        id=f"identity--{uuid5(_SPACE, 'ja4dash')}",
        created=_EPOCH,
        modified=_EPOCH,
        name="ja4dash",
        identity_class="system",
    )
    indicators = [stix2.Indicator(**_indicator(entry, blocklist, maker.id)) for entry in blocklist.entries]
    name = f"bundle--{uuid5(_SPACE, f'{blocklist.origin} {blocklist.generated_at.isoformat()}')}"
    return f"{stix2.Bundle(maker, *indicators, id=name).serialize(indent=2)}\n".encode()


_EPOCH: Final = "2026-01-01T00:00:00.000Z"
"""Since when the identity exists: it is the same in every bundle."""


def _indicator(entry: Entry, blocklist: Blocklist, maker: str) -> dict[str, Any]:
    said = [inert(text, MAX_TEXT) for text in (blocklist.origin, blocklist.note, entry.note)]
    return {
        "id": f"indicator--{uuid5(_SPACE, f'{entry.value} {blocklist.origin} {blocklist.generated_at.isoformat()}')}",
        "created": blocklist.generated_at,
        "modified": blocklist.generated_at,
        "created_by_ref": maker,
        "name": f"{'JA4' if entry.kind is Kind.JA4 else 'Source'} {entry.value}",
        "description": "; ".join(text for text in said if text) or "ja4dash blocklist",
        "indicator_types": ["malicious-activity"],
        "pattern": f"[{_observed(entry)} = '{entry.value}']",
        "pattern_type": "stix",
        "valid_from": blocklist.generated_at,
        "valid_until": entry.expires_at,
    }


def _observed(entry: Entry) -> str:
    return _JA4_PROPERTY if entry.kind is Kind.JA4 else f"ipv{host(entry.value).version}-addr:value"


STIX = (
    Format(
        "stix",
        "STIX 2.1 bundle",
        ".json",
        BOTH,
        "Import it into a threat intelligence platform. JA4s stand in the custom property network-traffic:x_ja4.",
        bundle,
    ),
)
