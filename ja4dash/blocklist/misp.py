"""MISP: an event with an `ip-src` attribute an address, and a `ja4-plus` object a JA4 (MISP has no JA4 attribute).

Source: MISP core format (https://www.misp-standard.org/rfc/misp-standard-core.html), misp-objects ja4-plus version 2.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

from ja4dash.blocklist.comments import moment
from ja4dash.blocklist.entries import Blocklist, Entry, Kind
from ja4dash.blocklist.format import BOTH, Format
from ja4dash.export import to_json

_SPACE: Final = UUID("6f1a2f0e-8f2c-4d0b-9f43-0c7b9a4f6a51")
"""Name space of our events: the same list made at the same time is the same event."""
_TEMPLATE: Final = {"template_uuid": "2c15c75e-e7db-4b62-8d17-633e7571818f", "template_version": "2"}


def event(blocklist: Blocklist) -> bytes:
    """An event to import: own organisation only, undefined threat level, analysis ongoing."""
    name = f"{blocklist.origin}\n{blocklist.generated_at.isoformat()}"
    found = {
        "info": f"ja4dash blocklist: {blocklist.origin}" + (f", {blocklist.note}" if blocklist.note else ""),
        "date": f"{blocklist.generated_at:%Y-%m-%d}",
        "timestamp": _timestamp(blocklist),
        "uuid": str(uuid5(_SPACE, name)),
        "threat_level_id": "4",
        "analysis": "1",
        "distribution": "0",
        "published": False,
        "Attribute": [_address(entry, name, blocklist) for entry in blocklist.of(Kind.ADDRESS)],
        "Object": [_ja4(entry, name, blocklist) for entry in blocklist.of(Kind.JA4)],
    }
    return f"{to_json({'Event': found}, indent=2)}\n".encode()


def _address(entry: Entry, name: str, blocklist: Blocklist) -> dict[str, object]:
    return _attribute("ip-src", entry.value, f"{name}\n{entry.value}", blocklist, comment=_comment(entry), to_ids=True)


def _ja4(entry: Entry, name: str, blocklist: Blocklist) -> dict[str, object]:
    own = f"{name}\n{entry.value}"
    return {
        "name": "ja4-plus",
        "meta-category": "network",
        **_TEMPLATE,
        "uuid": str(uuid5(_SPACE, own)),
        "timestamp": _timestamp(blocklist),
        "distribution": "5",
        "comment": _comment(entry),
        "Attribute": [
            _attribute("text", entry.value, f"{own}\nfingerprint", blocklist, relation="ja4-fingerprint", to_ids=True),
            _attribute("text", "JA4", f"{own}\ntype", blocklist, relation="ja4-type"),
        ],
    }


def _attribute(
    kind: str, value: str, name: str, blocklist: Blocklist, *, comment: str = "", relation: str = "", to_ids: bool = False
) -> dict[str, object]:
    return {
        "type": kind,
        "category": "Network activity" if kind == "ip-src" else "Other",
        "value": value,
        "to_ids": to_ids,
        "uuid": str(uuid5(_SPACE, name)),
        "timestamp": _timestamp(blocklist),
        "distribution": "5",
        "comment": comment,
        **({"object_relation": relation} if relation else {}),
    }


def _comment(entry: Entry) -> str:
    return f"block until {moment(entry.expires_at)}" + (f": {entry.note}" if entry.note else "")


def _timestamp(blocklist: Blocklist) -> str:
    return str(int(blocklist.generated_at.timestamp()))


MISP = (
    Format(
        "misp",
        "MISP event",
        ".json",
        BOTH,
        "Add an event, import from MISP JSON. It is for your own organisation only until you publish it.",
        event,
    ),
)
