"""Kinds of networks as people read them, each with its quiet colour."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from ja4dash.ui import theme

_PLACES: Final = {"ISP": 0, "datacenter": 2, "hosting": 5, "education": 1, "vpn": 3, "unknown": 4}
"""Place in the quiet colours."""
_OTHER: Final = 6


def named(labels: pd.Series[Any]) -> pd.Series[Any]:
    """Labels of networks in words."""
    return labels.replace({"isp": "ISP", "": "unknown"})


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its `asn_label` in words."""
    return frame.assign(asn_label=named(frame["asn_label"]))


def colours(names: pd.Series[Any]) -> dict[str, str]:
    """A colour for each kind, the known ones first, always the same."""
    quiet = theme.quiet()
    others = [name for name in dict.fromkeys(names) if name not in _PLACES]
    return {name: quiet[_PLACES.get(name, _OTHER)] for name in (*_PLACES, *others)}
