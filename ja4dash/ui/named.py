"""Classes of a result in the analyst's spelling, ready for a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ja4dash import severity


def levels(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with threat levels as they are written for people."""
    return frame.assign(threat_level=frame["threat_level"].map(severity.name))


def families(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a name for the empty browser family."""
    return frame.assign(browser_family=frame["browser_family"].replace("", "no known browser"))


def palette(values: pd.Series[Any], colours: Sequence[str]) -> dict[str, str]:
    """A colour for each distinct value, in order of appearance."""
    return {str(value): colours[place % len(colours)] for place, value in enumerate(dict.fromkeys(values))}
