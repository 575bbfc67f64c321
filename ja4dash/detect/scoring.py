"""Scoring: what speaks against each session, the score that follows from it, its threat level and its reason."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from ja4dash import words
from ja4dash.detect.features import SESSION
from ja4dash.detect.models import FEATURES, Matrix
from ja4dash.detect.signals import SIGNALS, Row, Signal

CRITICAL: Final = -0.9
HIGH: Final = -0.7
MEDIUM: Final = -0.5
LOW: Final = -0.3
"""Highest anomaly_score of each level; 0 is a session against which nothing speaks, -1 the worst there can be."""

SOFT_ALONE: Final = 0.45
"""What is merely unusual reaches LOW at most while nothing hard speaks against a client."""

HARD_ENOUGH: Final = 0.25
EXCUSED: Final = 0.7
"""A verified crawler that attacks this clearly is no longer excused."""

TRUSTED: Final = 0.65
"""So much of a forgiven signal's strength goes where a session is like what analysts called legitimate."""

SPOKEN: Final = 0.15
"""Strength from which on a signal is part of the reason."""

_PARTS: Final = 3
_NAMES: Final = {
    "hits": "requests",
    "hit_velocity": "requests a second",
    "fuzzing_index": "paths per segment",
    "post_ratio": "share POST",
    "asset_ratio": "share assets",
    "direct_access_ratio": "share without Referer",
    "temporal_entropy": "evenness over the hour",
    "path_diversity_ratio": "distinct paths per request",
    "modern_browser_score": "modern browser score",
    "header_count": "headers per request",
    "src_port_density": "ports per request",
    "distinct_ja4_count": "JA4s",
    "orphan_ratio": "share of its assets without a page",
    "fingerprint_coherence_score": "coherence",
    "interarrival_mean_s": "seconds between requests",
    "burstiness": "burstiness",
    "refused_share": "share refused",
    "missed_share": "share not found",
    "throttled_share": "share held back",
    "trial_share": "share login attempts",
    "call_share": "share script calls",
}

"""What the features that can be told in a reason are called."""

_ECHOES: Final = {
    "post_ratio": "guessing",
    "trial_share": "guessing",
    "refused_share": "guessing",
    "missed_share": "missing",
    "throttled_share": "throttled",
    "fingerprint_coherence_score": "contradiction",
    "asset_ratio": "bare pages",
    "direct_access_ratio": "no Referer",
    "distinct_ja4_count": "changing JA4",
}
"""Features that repeat a signal."""


def strengths(clients: pd.DataFrame, without: Collection[str] = (), only: Collection[str] = ()) -> pd.DataFrame:
    """Strength (0..1) of each signal for each client, a column a signal; those in `without` are not looked at, nor, where
    `only` names some, the others."""
    used = [signal for signal in SIGNALS if signal.name not in without and (not only or signal.name in only)]
    return pd.DataFrame({signal.name: signal.strength(clients).astype("float64") for signal in used}, index=clients.index)


def forgive(strong: pd.DataFrame, trust: pd.Series, names: Collection[str]) -> None:
    """Weaken these signals, but none that speaks of an attack, by `trust` (0..1): how much a client is like what analysts
    called legitimate."""
    for signal in SIGNALS:
        if signal.name in strong and signal.name in names and not signal.attack:
            strong[signal.name] *= 1 - TRUSTED * trust


def doubts(strong: pd.DataFrame) -> pd.DataFrame:
    """Per client: `hard`, `attack` and `doubt` (0..1), the doubts combined."""
    hard = _together(strong, [signal for signal in SIGNALS if signal.hard])
    soft = _together(strong, [signal for signal in SIGNALS if not signal.hard])
    attack = _together(strong, [signal for signal in SIGNALS if signal.attack])
    soft = soft.where(hard >= HARD_ENOUGH, soft.clip(upper=SOFT_ALONE))
    return pd.DataFrame({"hard": hard, "attack": attack, "doubt": 1 - (1 - hard) * (1 - soft)})


def _together(strong: pd.DataFrame, signals: Collection[Signal]) -> pd.Series:
    left = pd.Series(1.0, strong.index)
    for signal in signals:
        if signal.name in strong:
            left = left * (1 - signal.weight * strong[signal.name])
    return 1 - left


def of_sessions(clients: pd.DataFrame, doubted: pd.DataFrame) -> pd.DataFrame:
    """Per session: `doubt`, `hard` and `attack` of its worst client, and `worst`, that client's place in `clients`."""
    both = clients[SESSION].assign(**doubted, worst=clients.index)
    ordered = both.sort_values(["doubt", "hard"], ascending=False, kind="stable")
    return ordered.drop_duplicates(SESSION).reset_index(drop=True)


def decided(sessions: pd.DataFrame) -> pd.DataFrame:
    """`doubt` and `hard` of each session, as its address's `verdict` will have it: LOW at most for what an analyst called
    legitimate, MEDIUM at least for a bot."""
    bot, legitimate = sessions["verdict"] == "bot", sessions["verdict"] == "legitimate"
    doubt = sessions["doubt"].mask(bot, sessions["doubt"].clip(lower=-MEDIUM))
    return pd.DataFrame(
        {
            "doubt": doubt.mask(legitimate, doubt.clip(upper=SOFT_ALONE)),
            "hard": sessions["hard"].mask(bot, sessions["hard"].clip(lower=-MEDIUM)),
        }
    )


def levels(sessions: pd.DataFrame) -> pd.Series:
    """Threat level of each session (`doubt`, `hard`, `attack`, `verified_bot`, `known_browser`)."""
    score = -sessions["doubt"]
    by_score = np.select(
        [score <= CRITICAL, score <= HIGH, score <= MEDIUM, score <= LOW], ["CRITICAL", "HIGH", "MEDIUM", "LOW"], "NORMAL"
    )
    excused = (sessions["verified_bot"] != "") & (sessions["attack"] < EXCUSED)
    browser = sessions["known_browser"] & (sessions["hard"] < -LOW)
    return pd.Series(np.select([excused, browser], ["KNOWN_BOT", "LEGITIMATE_BROWSER"], by_score), sessions.index, "str")


def reason(row: Row, strong: Row) -> str:
    """The parts that weigh most, in words: "31 failed logins in 24 h; JA4 says Python, User-Agent says Chrome"."""
    weighed = sorted(
        ((signal.weight * strong[signal.name], signal) for signal in SIGNALS if strong.get(signal.name, 0) > SPOKEN),
        key=lambda pair: -pair[0],
    )
    said = [signal.words(row) for weight, signal in weighed if weight >= 0.08][:_PARTS]
    text = "; ".join(part for part in said if part)
    return text[:1].upper() + text[1:]


def oddest(standard: Matrix, values: Matrix, usual: Matrix, strong: pd.DataFrame) -> list[str]:
    """For each session its most unusual feature in words, beside the usual value: "42 paths per segment, 40 × the usual".
    `strong`: its signals; a feature that only repeats one of them is passed over."""
    names, logged = list(FEATURES), list(FEATURES.values())
    said = {
        name: (strong[name] > SPOKEN).to_numpy() if name in strong else np.zeros(len(strong), bool) for name in _ECHOES.values()
    }
    told = np.column_stack(
        [said[_ECHOES[name]] if name in _ECHOES else np.full(len(strong), name not in _NAMES) for name in names]
    )
    found = []
    for place, column in enumerate(np.argmax(np.where(told, -1, np.abs(standard)), axis=1).tolist()):
        value, middle = values[place, column], usual[column]
        if logged[column]:
            value, middle = np.expm1(value), np.expm1(middle)
        found.append(_unusual(_NAMES[names[column]], float(value), float(middle)))
    return found


def _unusual(name: str, value: float, usual: float) -> str:
    if name.startswith("share"):
        return f"{words.percent(value)} {name.removeprefix('share ')}, usually {words.percent(usual)}"
    shown = words.number(value, 0 if abs(value) >= 10 else 2)
    if usual > 0 and value / usual >= 3:
        return f"{shown} {name}, {words.number(value / usual, 0)} × the usual"
    return f"{shown} {name}, usually {words.number(usual, 0 if abs(usual) >= 10 else 2)}"
