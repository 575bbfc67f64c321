"""Signals: each a reason to doubt a client, with a weight, a strength from 0 to 1, and its words.

A signal's weight is how far it carries alone; together they add up as independent doubts (`1 - prod(1 - weight * strength)`).
Hard signals speak of what was done; soft ones of what is merely unusual, and never reach MEDIUM without a hard one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ja4dash import words

Row = Mapping[Any, Any]
Strength = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Signal:
    """A doubt. `strength` maps the clients' frame (see `features`) to 0..1, `words` a client's row to a phrase.

    `attack`: it speaks of an attack, not of who the client is: a verified crawler is not excused from it.
    """

    name: str
    weight: float
    strength: Strength
    words: Callable[[Row], str]
    hard: bool = True
    attack: bool = False


def ramp(values: pd.Series, low: float, high: float) -> pd.Series:
    """0 up to `low`, 1 from `high` on, straight between them; unknown counts as 0."""
    risen: pd.Series = ((values.astype("float64") - low) / (high - low)).clip(0, 1).fillna(0.0)
    return risen


def _probing(frame: pd.DataFrame) -> pd.Series:
    return ramp(frame["source_probed_paths"], 1, 7) * (frame["probes"] > 0)


def _payloads(frame: pd.DataFrame) -> pd.Series:
    return ramp(frame["source_payloads"], 0, 4) * (frame["payloads"] > 0)


def _guessing(frame: pd.DataFrame) -> pd.Series:
    """Failed logins of a source that hardly ever succeeds; where answers are not recorded, the sheer number of trials."""
    share = frame["source_failed_trials"] / frame["source_trials"].where(frame["source_trials"] > 0)
    own = frame["failed_trials"] / frame["trials"].where(frame["trials"] > 0)
    failed = ramp(frame["source_failed_trials"], 4, 12) * ramp(share, 0.4, 0.7) * ramp(own, 0.4, 0.7)
    mostly = ramp(frame["device_blind_trials"] / frame["device_requests"], 0.3, 0.7)
    blind = ramp(frame["device_blind_trials"], 10, 40) * mostly * (frame["blind_trials"] > 0)
    return pd.concat([failed, blind], axis=1).max(axis=1)


def _missing(frame: pd.DataFrame) -> pd.Series:
    share = frame["device_missed"] / frame["device_told"].where(frame["device_told"] > 0)
    return ramp(share, 0.3, 0.7) * ramp(frame["device_missed_paths"], 3, 10) * (frame["missed"] > 0)


def _contradiction(frame: pd.DataFrame) -> pd.Series:
    return frame["clash"].astype("float64")


def _bare_pages(frame: pd.DataFrame) -> pd.Series:
    """Pages without anything that belongs to them, from what claims to be a browser; off on sites whose assets are served
    elsewhere, which shows in nobody's loading any."""
    views = frame["device_pages"] + frame["device_calls"] + frame["device_posts"]
    many = frame["browser"] & (views >= 8)
    served = bool((frame.loc[frame["browser"] & (views >= 4), "device_assets"] > 0).mean() >= 0.25) if many.any() else False
    share = frame["device_assets"] / views.where(views > 0)
    return ramp(views, 5, 12) * (1 - ramp(share, 0.02, 0.1)) * frame["browser"] * served


def _false_crawler(frame: pd.DataFrame) -> pd.Series:
    return ((frame["claimed_crawler"] != "") & (frame["verified_bot"] == "")).astype("float64")


def _agents(frame: pd.DataFrame) -> pd.Series:
    bare = (frame["device_assets"] == 0) & (frame["pages"] + frame["calls"] > 0)
    return ramp(frame["line_agents"], 2, 6) * bare


def _lines(frame: pd.DataFrame) -> pd.Series:
    bare = (frame["device_assets"] == 0) & frame["browser"]
    return ramp(frame["source_lines"], 1, 4) * bare


def _withheld(frame: pd.DataFrame) -> pd.Series:
    """Chromium from 89 on sends client hints over TLS; nothing is said where nobody's were recorded."""
    recorded = bool((frame["header_sec_ch_ua"] != "").mean() > 0.05)
    return ((frame["agent"] == "Chromium") & (frame["header_sec_ch_ua"] == "")).astype("float64") * recorded


def _rented(frame: pd.DataFrame) -> pd.Series:
    return (frame["asn_label"].isin(("datacenter", "hosting")) & frame["browser"]).astype("float64")


def _metronome(frame: pd.DataFrame) -> pd.Series:
    """People read: the time between their pages varies by more than its mean. A program waits as long each time."""
    regular = 1 - ramp(frame["page_gap_cv"].fillna(9.0), 0.45, 0.75)
    return regular * ramp(frame["pages"], 4, 8) * (frame["page_gap_s"] >= 1) * frame["browser"]


def _no_referer(frame: pd.DataFrame) -> pd.Series:
    """A browser that goes from page to page says where it comes from; nothing is said where nobody's was recorded."""
    recorded = bool(frame["direct_pages"].sum() < 0.95 * frame["pages"].sum())
    share = frame["device_direct_pages"] / frame["device_pages"].where(frame["device_pages"] > 0)
    return ramp(share, 0.7, 0.95) * ramp(frame["device_pages"], 4, 8) * frame["browser"] * recorded


def _throttled(frame: pd.DataFrame) -> pd.Series:
    return ramp(frame["device_throttled"], 1, 10) * (frame["throttled"] > 0)


def _fleet(frame: pd.DataFrame) -> pd.Series:
    return ramp(frame["fleet_size"], 3, 10)


def _analysts(frame: pd.DataFrame) -> pd.Series:
    return ramp(frame["xgb_prob"], 0.5, 0.95) * frame["skill"]


def _odd(frame: pd.DataFrame) -> pd.Series:
    return frame["odd"].astype("float64")


def _said_guessing(row: Row) -> str:
    if row["source_failed_trials"]:
        return f"{words.plural(int(row['source_failed_trials']), 'failed login')} in 24 h"
    return f"{words.plural(int(row['device_blind_trials']), 'login attempt')} in 24 h"


def _said_bare(row: Row) -> str:
    views = int(row["device_pages"] + row["device_calls"] + row["device_posts"])
    loaded = int(row["device_assets"])
    return f"{views:,} page views with {loaded or 'no'} {'asset' if loaded == 1 else 'assets'} as {row['agent']}"


def _said_crawler(row: Row) -> str:
    return f"claims to be {row['claimed_crawler']} from an address that is not in its published ranges"


def _said_lines(row: Row) -> str:
    return f"{int(row['source_lines'])} TLS stacks on one address, none of which loads assets"


def _said_throttled(row: Row) -> str:
    return f"held back {words.plural(int(row['device_throttled']), 'time')}"


def _said_metronome(row: Row) -> str:
    return f"a page every {words.number(row['page_gap_s'], 0)} s, regular to {words.percent(row['page_gap_cv'])}"


SIGNALS: Final = (
    Signal(
        "probing",
        0.85,
        _probing,
        lambda row: f"asked for {words.plural(int(row['source_probed_paths']), 'known weak spot')}",
        attack=True,
    ),
    Signal(
        "payloads",
        0.8,
        _payloads,
        lambda row: f"{words.plural(int(row['source_payloads']), 'request')} carrying attack code",
        attack=True,
    ),
    Signal("guessing", 0.85, _guessing, _said_guessing, attack=True),
    Signal(
        "missing",
        0.65,
        _missing,
        lambda row: f"{words.percent(row['device_missed'], row['device_told'])} of its requests not found",
        attack=True,
    ),
    Signal("contradiction", 0.85, _contradiction, lambda row: str(row["contradiction"])),
    Signal("bare pages", 0.75, _bare_pages, _said_bare),
    Signal(
        "false crawler",
        0.85,
        _false_crawler,
        lambda row: f"claims to be {row['claimed_crawler']} from an address it does not use",
    ),
    Signal("changing User-Agent", 0.75, _agents, lambda row: f"{int(row['line_agents'])} User-Agents on one TLS stack"),
    Signal(
        "changing JA4",
        0.6,
        _lines,
        lambda row: f"{int(row['source_lines'])} TLS stacks on one address, none of which loads assets",
    ),
    Signal("withheld hints", 0.3, _withheld, lambda _: "User-Agent says Chromium but sends no client hints"),
    Signal("fleet", 0.4, _fleet, lambda row: f"one of {int(row['fleet_size'])} sources of a fleet"),
    Signal(
        "analysts",
        0.5,
        _analysts,
        lambda row: f"like what analysts called bots ({words.percent(row['xgb_prob'])})",
        hard=False,
    ),
    Signal("rented machine", 0.25, _rented, lambda row: f"a browser in a {row['asn_label']} network", hard=False),
    Signal("metronome", 0.35, _metronome, _said_metronome, hard=False),
    Signal(
        "no Referer",
        0.3,
        _no_referer,
        lambda row: f"{int(row['device_direct_pages'])} of {int(row['device_pages'])} pages without a Referer",
        hard=False,
    ),
    Signal("throttled", 0.3, _throttled, _said_throttled, hard=False),
    Signal("odd", 0.28, _odd, lambda row: str(row["oddest"]), hard=False),
)
