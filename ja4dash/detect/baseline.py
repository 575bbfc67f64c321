"""The baseline: sessions of the day before, against which a window is measured. Kept in memory, bounded."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ja4dash.detect.models import FEATURES, Matrix
from ja4dash.detect.windows import LOOK_BACK

MOST_AN_HOUR: Final = 1000
"""Sessions of an hour that are kept: a day of them is some megabytes."""


@dataclass(frozen=True)
class Rows:
    """Features (n × FEATURES) and addresses of sessions, and which of them are `usual`: neither bots nor clearly doubtful."""

    features: Matrix
    addresses: pd.Series
    usual: npt.NDArray[np.bool_]

    @property
    def quiet(self) -> Matrix:
        """Features of the usual ones."""
        return self.features[self.usual]


class Baseline:
    """Sessions by hour."""

    def __init__(self) -> None:
        self._hours: OrderedDict[datetime, Rows] = OrderedDict()

    def add(self, hour: datetime, rows: Rows) -> None:
        """Put an hour in, instead of what it had; of a large one so many rows, drawn evenly."""
        step = max(1, -(-len(rows.features) // MOST_AN_HOUR))
        self._hours[hour] = Rows(rows.features[::step], rows.addresses.iloc[::step], rows.usual[::step])

    def hours(self, until: datetime) -> list[datetime]:
        """The hours of the day before; what is a day older is forgotten."""
        for hour in [hour for hour in self._hours if hour < until - 2 * LOOK_BACK]:
            del self._hours[hour]
        return sorted(hour for hour in self._hours if until - LOOK_BACK <= hour < until)

    def before(self, until: datetime) -> Rows:
        """The sessions of the day before."""
        found = [self._hours[hour] for hour in self.hours(until)]
        return together(found)


def together(parts: list[Rows]) -> Rows:
    """Several as one."""
    if not parts:
        return Rows(np.zeros((0, len(FEATURES))), pd.Series(dtype="str"), np.zeros(0, bool))
    return Rows(
        np.vstack([part.features for part in parts]),
        pd.concat([part.addresses for part in parts], ignore_index=True),
        np.concatenate([part.usual for part in parts]),
    )
