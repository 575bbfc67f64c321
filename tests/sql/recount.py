"""Rows as attackers and odd producers write them, at random from a seed, and what pandas makes of them.

Nothing here knows the statements of the package: an answer that differs is wrong on one of the two sides.
"""

from __future__ import annotations

import ipaddress
import math
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from tests.sql.sample import NOW

SEED: Final = 20261130
UNTIL: Final = NOW.replace(second=0) + timedelta(minutes=1)

ADDRESSES: Final = (
    *(f"203.0.113.{number}" for number in range(1, 12)),
    *(f"2001:db8::{number:x}" for number in range(1, 12)),
    "::ffff:198.51.100.7",
    "::ffff:c633:6407",
    "198.51.100.7",
    "::1",
    "255.255.255.255",
)
TEXTS: Final = ("100%_off", "a_b", "axb", 'it\'s "q" \\', "<b>x</b>", "=1+1", "\u202egnp", "\x1b[2J", "ÜBER", "x" * 5000, "")
JA4S: Final = (
    "",
    "garbage",
    "q13d0312h3_55b375c5d22e_06cda9e17597",
    "d13d0312d3_55b375c5d22e_06cda9e17597",
    "t13d1516H2_8daaf6152771_02713d6af862",
    "t13d151699_8daaf6152771_02713d6af862",
)
LEVELS: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "NORMAL", "KNOWN_BOT", "LEGITIMATE_BROWSER", "ODD", "")
RANKS: Final = {level: place for place, level in enumerate(("CRITICAL", "HIGH", "MEDIUM", "LOW", "ODD", "NORMAL", *LEVELS[5:7]))}
CAMPAIGNS: Final = (-1, -1, 0, 1, 2**31 - 1)


def spelled(address: str) -> str:
    """An address in its one spelling."""
    found = ipaddress.ip_address(address)
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def worst_level(levels: pd.Series[str]) -> str:
    """The worst by severity; a level that is not ours stands after LOW, of two the alphabetically first."""
    return min(levels, key=lambda level: (RANKS.get(level, RANKS["ODD"]), level))


def worst(scores: pd.Series[float], sign: int) -> float:
    """The worst score; what was not measured is nobody's worst."""
    return float(scores.min() if sign == 1 else scores.max())


def rows(number: int, days: int, *, seed: int = SEED) -> list[dict[str, Any]]:
    """Sessions up to now, more in the last day; some on the very edges of a window."""
    chance = random.Random(seed)
    edges = [UNTIL - timedelta(days=days), UNTIL - timedelta(days=days, seconds=1), UNTIL, UNTIL - timedelta(seconds=1)]
    found = []
    for place in range(number):
        back = chance.randrange(60, 86400 * chance.choice((1, days + 3)))
        when = edges[place] if place < len(edges) else NOW - timedelta(seconds=back)
        found.append(
            {
                "detected_at": f"{when:%Y-%m-%d %H:%M:%S}",
                "src_ip": chance.choice(ADDRESSES),
                "ja4": chance.choice(JA4S),
                "host": chance.choice(TEXTS),
                "model_name": chance.choice(("forest", "=cmd", "**m**")),
                "anomaly_score": chance.choice((math.nan, *(float(np.float32(chance.uniform(-1, 1))) for _ in range(20)))),
                "threat_level": chance.choice(LEVELS),
                "hits": chance.choice((chance.randrange(1, 500), 2**40)),
                "hit_velocity": chance.randrange(100) / 4,
                "asn_number": chance.choice((0, 3320, 2**32 - 1)),
                "country_code": chance.choice(("", "DE", "XX")),
                "bot_name": chance.choice(("", "O'Brien")),
                "browser_family": chance.choice(("", "Chrome", "<b>x</b>")),
                "campaign_id": chance.choice(CAMPAIGNS),
            }
        )
    return found


def frame(listed: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows with `ip` in one spelling, `at` as an instant and the `hour` it is in."""
    found = pd.DataFrame(listed)
    at = pd.to_datetime(found["detected_at"], utc=True)
    return found.assign(ip=found["src_ip"].map(spelled), at=at, hour=at.dt.floor("h"))


def within(found: pd.DataFrame, **span: int) -> pd.DataFrame:
    """The rows of the window of that length that ends now."""
    return found[(found["at"] >= UNTIL - timedelta(**span)) & (found["at"] < UNTIL)]


def same(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    """True when both have the same keys and alike numbers, texts and instants."""
    return one.keys() == other.keys() and all(
        len(one[key]) == len(other[key]) and all(map(_alike, one[key], other[key])) for key in one
    )


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float | np.floating):
        return bool(np.isclose(one, float(other), rtol=1e-5, equal_nan=True))  # type: ignore[arg-type]
    return bool(one == other)


def table(found: pd.DataFrame, keys: list[str], columns: list[str]) -> dict[Any, list[Any]]:
    """Columns by the values of the keys, which are different in every row."""
    listed = {tuple(row[key] for key in keys): [row[column] for column in columns] for row in found.to_dict("records")}
    assert len(listed) == len(found)
    return listed


def covers(text: str, address: str) -> bool:
    """True when the text is an address or a range that holds the address."""
    try:
        found = ipaddress.ip_network(text if "/" in text else spelled(text))
    except ValueError:
        return False
    return ipaddress.ip_address(address) in found
