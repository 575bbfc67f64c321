"""Campaigns: what their history says, and what makes one differ from everyone else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import pandas as pd

MERGED, DORMANT, GROWING, STABLE = "merged", "dormant", "growing", "stable"

TRENDS: Final = {
    MERGED: "more than half of its members were last seen in one and the same other campaign",
    DORMANT: "no member in the last quarter of the window",
    GROWING: "new members in the last quarter of the window, at least one for ten that it had",
    STABLE: "its members come back, and few new ones with them",
}
"""What each trend means; the first that holds is said."""

FIGURES: Final = {
    "sessions": "scored sessions of a source",
    "hits": "requests of a session",
    "hit_velocity": "requests per second",
    "fuzzing_index": "distinct paths for each first segment",
    "post_ratio": "share of POST",
    "anomaly_score": "anomaly score",
    "ja4s": "JA4s of a source",
    "hosts": "hosts of a source",
}
"""Figures of a source that are compared, in the order of `sql/campaigns/numbers.sql`: means over its scored sessions."""

MOST_SESSIONS: Final = 400_000
"""Sessions that a campaign is compared with at most; of more, those of a part of the other sources."""

FEWEST_OTHERS: Final = 1000
"""A part with fewer sources than this says too little: then all are compared."""


def trend(before: int, new: int, recent: int, merged_into: int = -1) -> str:
    """Where a campaign is going: members it had `before` the last quarter of the window, `new` and any (`recent`) in it."""
    if merged_into >= 0:
        return MERGED
    if not recent:
        return DORMANT
    return GROWING if new and 10 * new >= before else STABLE


@dataclass(frozen=True)
class Compared:
    """How many sources of a campaign, and how many others, its figures are of; others are one in `one_in`."""

    own: int
    other: int
    one_in: int

    @classmethod
    def of(cls, numbers: pd.DataFrame) -> Self:
        """From the rows of `sql/campaigns/numbers.sql`."""
        return (
            cls(*(int(numbers[name].max()) for name in ("own_sources", "other_sources", "one_in")))
            if len(numbers)
            else cls(0, 0, 1)
        )

    @property
    def too_few(self) -> bool:
        """True for a part of the others that says too little."""
        return self.one_in > 1 and self.other < FEWEST_OTHERS


def differences(numbers: pd.DataFrame, shares: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Figures and shares as one list, the strongest difference first; none when there is nobody to compare."""
    who = Compared.of(numbers)
    figures = numbers.rename(columns={"figure": "dimension", "own_median": "own", "other_median": "other"})
    figures = figures[(figures["own_sources"] > 0) & (figures["other_sources"] > 0)].assign(kind="median", value="", asn_org="")
    values = shares.rename(columns={"facet": "dimension", "org": "asn_org", "own_share": "own", "other_share": "other"})
    values = values.assign(kind="share", own_sources=who.own, other_sources=who.other)
    if not who.own or not who.other:
        values = values.iloc[:0]
    found = pd.concat([figures[_COLUMNS], values[_COLUMNS]], ignore_index=True)
    found = found.astype({"own_sources": "int64", "other_sources": "int64"})
    found = found[found["effect"] != 0].sort_values("effect", key=abs, ascending=False, kind="stable")
    return found.head(limit).reset_index(drop=True).assign(one_in=who.one_in)


_COLUMNS: Final = ["dimension", "value", "asn_org", "kind", "own", "other", "effect", "own_sources", "other_sources"]
