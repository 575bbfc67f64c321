"""The queue of a triage: sources as they were loaded, where the analyst stands in it, and what was said of each so far.

A queue never changes under its reader: what arrives meanwhile is counted (`news`) and joins when it is loaded anew. Every
step returns another queue.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

SKIPPED: Final = "skipped"
ELSEWHERE: Final = "no longer waits"
KIN: Final = {"ja4": "JA4", "campaign_id": "campaign", "asn_number": "network"}
"""Column by which sources of a queue are kin, and what that is called."""

_NONE: Final = {"ja4": "", "campaign_id": -1, "asn_number": 0}


@dataclass(frozen=True)
class News:
    """What a later look at the queue shows: sources that joined, and sources that no longer wait."""

    joined: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Queue:
    """Sources in the order they are looked at: a frame as of `queries.feedback.suggested`, and marks by address."""

    sources: pd.DataFrame
    cursor: int = 0
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def ips(self) -> tuple[str, ...]:
        """All addresses, in order."""
        return tuple(self.sources["ip"])

    @property
    def current(self) -> str:
        """The address under the cursor; "" in an empty queue."""
        return self.ips[self.cursor] if len(self.sources) else ""

    @property
    def waiting(self) -> tuple[str, ...]:
        """Addresses without a mark."""
        return tuple(ip for ip in self.ips if ip not in self.marks)

    @property
    def done(self) -> int:
        """How many sources were decided, here or elsewhere."""
        return sum(mark != SKIPPED for ip, mark in self.marks.items() if ip in set(self.ips))

    def to(self, ip: str) -> Queue:
        """The cursor on an address, if it is in the queue."""
        return replace(self, cursor=self.ips.index(ip)) if ip in self.ips else self

    def step(self, by: int) -> Queue:
        """The cursor some rows further, within the queue."""
        return replace(self, cursor=max(0, min(self.cursor + by, len(self.sources) - 1)))

    def onward(self) -> Queue:
        """The cursor on the next source that waits, from the beginning again at the end; where it is when none waits."""
        order = [*range(self.cursor, len(self.sources)), *range(self.cursor)]
        ips = self.ips
        return replace(self, cursor=next((at for at in order if ips[at] not in self.marks), self.cursor))

    def decided(self, ips: Collection[str], verdict: str) -> Queue:
        """The queue after a decision: marked, and onward."""
        return replace(self, marks={**self.marks, **dict.fromkeys(ips, verdict)}).onward()

    def undone(self, ips: Collection[str]) -> Queue:
        """The queue after an undo: these wait again, the cursor on the first of them."""
        marks = {ip: mark for ip, mark in self.marks.items() if ip not in set(ips)}
        back = next((ip for ip in self.ips if ip in set(ips)), self.current)
        return replace(self, marks=marks).to(back)

    def skipped(self) -> Queue:
        """The queue after the current source was left for later."""
        mark = {} if self.current in self.marks else {self.current: SKIPPED}
        return replace(self, marks={**self.marks, **mark}).onward()

    def kin(self, column: str) -> tuple[str, ...]:
        """Sources that wait and share a column's value with the current one, which comes first; none when it has no value."""
        if not self.current or (value := self.sources[column].iloc[self.cursor]) == _NONE[column]:
            return ()
        same = self.sources.loc[self.sources[column] == value, "ip"]
        return (self.current, *(ip for ip in same if ip not in self.marks and ip != self.current))

    def news(self, later: pd.DataFrame) -> News:
        """What changed since the queue was loaded, by a later answer of the same question.

        A source is gone only when the later answer is whole: one that holds fewer rows than wait may just not reach it.
        """
        there = set(later["ip"])
        whole = later.empty or len(later) >= int(later["waiting"].iloc[0])
        gone = tuple(ip for ip in self.waiting if ip not in there) if whole else ()
        return News(tuple(ip for ip in later["ip"] if ip not in set(self.ips)), gone)

    def without(self, gone: Collection[str]) -> Queue:
        """The queue with a mark on sources that no longer wait: somebody else decided, or they left the window."""
        return replace(self, marks={**self.marks, **dict.fromkeys(gone, ELSEWHERE)}) if gone else self
