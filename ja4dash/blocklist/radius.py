"""The blast radius in words, and which entries to leave out because of it. Takes the frame of `queries.blocklist.radius`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from ja4dash import words
from ja4dash.blocklist.comments import counted_as
from ja4dash.blocklist.entries import Entry, Kind, own
from ja4dash.blocklist.expiry import suggested


class Bystander(StrEnum):
    """Whom one would rather not block; the values are columns of the radius, and `own` for internal addresses."""

    LEGITIMATE = "legitimate"
    BROWSERS = "browsers"
    CRAWLERS = "crawlers"
    OWN = "own"


@dataclass(frozen=True)
class Part:
    """Entries of both kinds."""

    addresses: tuple[str, ...]
    ja4s: tuple[str, ...]

    def counted(self) -> str:
        """ "36 addresses and 2 JA4s"; empty when there are none."""
        parts = ((Kind.ADDRESS, self.addresses), (Kind.JA4, self.ja4s))
        return " and ".join(counted_as(kind, len(values)) for kind, values in parts if values)

    def without(self, other: Part) -> Part:
        """What is not in the other."""
        addresses, ja4s = set(other.addresses), set(other.ja4s)
        return Part(
            tuple(value for value in self.addresses if value not in addresses),
            tuple(value for value in self.ja4s if value not in ja4s),
        )

    def __bool__(self) -> bool:
        return bool(self.addresses or self.ja4s)


_SAID: Final = {
    "browsers": ("source with a coherent browser", "sources with a coherent browser"),
    "legitimate": ("judged legitimate", "judged legitimate"),
    "crawlers": ("known crawler", "known crawlers"),
}


def sentence(frame: pd.DataFrame, window: str) -> str:
    """What the whole list would have hit; names in it come from reference lists.

    "Would have hit 87 sessions (1,204 requests) of 41 sources in the last 7 d, among them 12 sources with a coherent browser
    and 3 judged legitimate."
    """
    if frame.empty:
        return f"Nothing of this list was seen in the {window}: it would have hit nobody."
    row = frame.iloc[0].to_dict()
    sessions, sources = (words.plural(int(row[name]), name[:-1]) for name in ("sessions", "sources"))
    hit = f"Would have hit {sessions} ({words.plural(int(row['requests']), 'request')}) of {sources} in the {window}"
    found = bystanders(row)
    among = f", among them {found}." if found else ". Nobody among them looks innocent."
    return hit + among + _unscored(row)


def bystanders(row: Mapping[Any, Any]) -> str:
    """ "12 sources with a coherent browser and 3 judged legitimate"; empty when there are none."""
    said = [f"{int(row[name]):,} {forms[int(row[name]) != 1]}" for name, forms in _SAID.items() if row[name]]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)


def left_out(part: Part, frame: pd.DataFrame, spared: Collection[Bystander]) -> Part:
    """Entries that would hit somebody to be spared: an address that is one, a JA4 that any of them shows."""
    rows = {(row["kind"], row["value"]): row for row in frame.to_dict("records")}
    columns = [one.value for one in spared if one is not Bystander.OWN]

    def hits(kind: Kind, value: str) -> bool:
        row = rows.get((kind.value, value), {})
        return any(row.get(name) for name in columns)

    internal = {value for value in part.addresses if own(value)} if Bystander.OWN in spared else set()
    return Part(
        tuple(value for value in part.addresses if value in internal or hits(Kind.ADDRESS, value)),
        tuple(value for value in part.ja4s if hits(Kind.JA4, value)),
    )


def counts(part: Part, frame: pd.DataFrame) -> dict[Bystander, int]:
    """How many sources of each kind the list would hit; internal ones are counted in the list itself."""
    everything = frame.iloc[0].to_dict() if len(frame) else {}
    found = {one: int(everything.get(one.value, 0)) for one in Bystander if one is not Bystander.OWN}
    return found | {Bystander.OWN: sum(map(own, part.addresses))}


def dated(part: Part, frame: pd.DataFrame, made_at: datetime, lasts: timedelta | None = None) -> list[Entry]:
    """The entries of a list that is made at an instant, each lasting as long as given or as is suggested for it."""
    labels = dict(zip(frame["value"], frame["asn_label"], strict=True))
    addresses = ((Kind.ADDRESS, value) for value in part.addresses)
    ja4s = ((Kind.JA4, value) for value in part.ja4s)
    return [
        Entry(kind, value, made_at + (lasts or suggested(kind, labels.get(value, "")))) for kind, value in (*addresses, *ja4s)
    ]


def _unscored(row: Mapping[Any, Any]) -> str:
    unknown = int(row["sources"]) - int(row["scored"])
    if not unknown:
        return ""
    return f" The detector has not scored {unknown:,} of them in this window: whether they are browsers is unknown."
