"""A group of visitors that behave alike, and what a session of theirs needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from ja4dash.simulate.events import Numbers, blank, owners, ports
from ja4dash.simulate.looks import LookColumns
from ja4dash.simulate.schedules import Schedule

_RESUMING: Final = 0.8


@dataclass(frozen=True)
class Sessions:
    """Sessions of a group: when each begins (seconds since 1970 UTC) and whose it is (actor number)."""

    start: Numbers
    actor: Numbers

    @property
    def count(self) -> int:
        """How many."""
        return len(self.start)


class Behaviour(Protocol):
    """What actors do: sessions in, events out (source and look are actor columns of the behaviour)."""

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """Events of the sessions, in any order."""
        ...


@dataclass
class Group:
    """Actors with one behaviour and one schedule. `activity` weighs the actors; `budget` is their requests a second together.

    `names`, `kind`, `malicious` and `coordinated` are the truth about them; nothing of it reaches a request.
    """

    key: int
    kind: str
    behaviour: Behaviour
    schedule: Schedule
    source: Numbers
    activity: Numbers
    budget: float
    malicious: bool = False
    coordinated: str = ""
    rate: Numbers = field(default_factory=lambda: np.zeros(0))

    def calibrate(self, seed: int, looks: LookColumns) -> None:
        """Set the sessions a second of each actor so that the group makes its budget."""
        rng = np.random.default_rng([seed, self.key, 1])
        actor = rng.choice(len(self.activity), 400, p=self.activity / self.activity.sum())
        trial = self.behaviour.events(rng, Sessions(np.zeros(400), actor), looks)
        self.rate = self.activity / self.activity.sum() * self.budget * 400 / max(len(trial), 1)

    def events(self, seed: int, slot: int, since: float, until: float, looks: LookColumns) -> Numbers:
        """Events of the sessions that begin in [since, until)."""
        rng = np.random.default_rng([seed, self.key, 2, slot])
        sessions = Sessions(*self.schedule.starts(rng, since, until, self.rate))
        return self.behaviour.events(rng, sessions, looks) if sessions.count else blank(0)


def connect(rng: np.random.Generator, events: Numbers, counts: Numbers, per_connection: Numbers, looks: LookColumns) -> None:
    """Fill in port and handshake of events in the order of their sessions: so many requests a connection, then a new one.

    Clients that can resume do so on their later connections in four sessions of five.
    """
    owner, place = owners(counts)
    connection = place // per_connection[owner]
    events["port"] = ports(rng, owner, connection, len(counts))
    again = (connection > 0) & (rng.random(len(counts)) < _RESUMING)[owner]
    events["handshake"] = np.where(again, looks.resumed[events["look"]], looks.first[events["look"]])
