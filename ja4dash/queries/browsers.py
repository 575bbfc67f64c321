"""Browsers of the last hour: families by JA4 and by HTTP/2, and where the two disagree (operations 15 and 16).

All answers but `explained` come from one reading of view_ai_features_1h; a chosen window does not apply, filters do.
A family is known by a reference list; a session without one is a tool, a bot, or unknown.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import coherence
from ja4dash.cache import cached
from ja4dash.db import HEAVY, read
from ja4dash.provenance import bare, told_by
from ja4dash.queries import hours
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOWS: Final = {
    "Chrome": "15663105",
    "Firefox": "12517377",
    "Safari": "10485760 or 10420225",
    "none sent": "no update sent",
    "other": "any other value",
    "not recorded": "no HTTP/2 recorded",
}
"""WINDOW_UPDATE signal classes, in order: name to what it stands for. Chrome's and Firefox's values within 1 %."""

CLASSES: Final = ("family", "h2", "window", "pair", "against", "mismatch", "unknown")
"""What sessions can be asked of: a family by JA4 or by HTTP/2, a window signal, a pair that contradicts itself ("Chrome /
Firefox"), those of a JA4 family that do, all that do, all unknown."""

OPENING: Final = ("unknown:", "mismatch:")
"""The classes whose sessions the pages open with, as their addresses name them: asked together with the counts."""

SESSION: Final = {
    "fingerprint_coherence_score": "float64",
    "place": "int64",
    "ip": "str",
    "ja4": "str",
    "host": "str",
    "hits": "int64",
    "modern_browser_score": "float64",
    "asn_number": "int64",
    "asn_org": "str",
    "country_code": "str",
    "bot_name": "str",
    "browser_family": "str",
    "h2_dict_family": "str",
    "h2_window_update_value": "int64",
    "h2_pseudo_ord_raw": "str",
    "tls_h2_family_mismatch": "int64",
}
"""The fields of a session as `sql/browsers/classes.sql` packs them, with their types."""

_COUNTS: Final = ["sessions", "sources", "hits"]
_SAYS: Final = {trait: column for trait, (column, _) in coherence.TRAITS.items() if trait != "ALPN"}
_TOLD: Final = [*_SAYS.values(), "header_user_agent", "h2_fingerprint", "contradiction"]


def totals(scope: Scope) -> pd.DataFrame:
    """One row, sessions where nothing else is said: sessions, sources, hits; known (family by JA4), bots, unknown (neither),
    unknown_ja4s; with_h2, matched (HTTP/2 fingerprint is a signature), comparable (JA4 and HTTP/2 both known), mismatching,
    mismatching_sources."""
    columns = [*_COUNTS, "known", "bots", "unknown", "unknown_ja4s", "with_h2", "matched", "comparable", "mismatching"]
    return _row(scope, "total", [*columns, "mismatching_sources"])


def rates(scope: Scope) -> pd.DataFrame:
    """One row: sessions, with_h2, matched, comparable, mismatching, and two rates (0..1, NaN of nothing), each beside what it
    is a share of: matched_rate of sessions with HTTP/2, mismatch_rate of comparable sessions."""
    counted = totals(scope)
    return counted[["sessions", "with_h2", "matched", "comparable", "mismatching"]].assign(
        matched_rate=_rate(counted, "matched", "with_h2"),
        matched_rate_of="sessions with HTTP/2",
        mismatch_rate=_rate(counted, "mismatching", "comparable"),
        mismatch_rate_of="sessions whose JA4 and HTTP/2 family are both known",
    )


def families(scope: Scope) -> pd.DataFrame:
    """Families by JA4, most sessions first: browser_family (empty = no known browser), sessions, sources (distinct), hits;
    share (0..1 of sessions)."""
    return _shared(_part(scope, "family", ["name", *_COUNTS])).rename(columns={"name": "browser_family"})


def h2_families(scope: Scope) -> pd.DataFrame:
    """Families by HTTP/2 fingerprint of sessions with HTTP/2: h2_dict_family (empty = no signature), sessions, sources, hits,
    comparable and mismatching sessions; share (0..1 of sessions with HTTP/2)."""
    found = _shared(_part(scope, "h2", ["name", *_COUNTS, "comparable", "mismatching"]))
    return found.rename(columns={"name": "h2_dict_family"})


def unknown(scope: Scope) -> pd.DataFrame:
    """One row: sessions, sources, hits of sessions with neither browser nor bot; ja4s among them; share (0..1 of sessions)."""
    found, every = _row(scope, "unknown", [*_COUNTS, "unknown_ja4s"]), _row(scope, "total", ["sessions"])
    sessions = int(every["sessions"].iloc[0])
    found["share"] = found["sessions"] / sessions if sessions else float("nan")
    return found.rename(columns={"unknown_ja4s": "ja4s"})


def top(scope: Scope, limit: int = 50) -> pd.DataFrame:
    """JA4s of known browsers (1 to 100), most sessions first: ja4, browser_family, sessions, sources, hits."""
    found = _part(scope, "ja4", ["detail", "name", *_COUNTS]).head(bounded("limit", limit, 1, 100))
    return found.rename(columns={"detail": "ja4", "name": "browser_family"})


def unknown_ja4s(scope: Scope, limit: int = 50) -> pd.DataFrame:
    """JA4s of sessions with neither browser nor bot (1 to 100), most sessions first: ja4, sessions, sources, hits."""
    found = _part(scope, "unknown_ja4", ["detail", *_COUNTS]).head(bounded("limit", limit, 1, 100))
    return found.rename(columns={"detail": "ja4"})


def windows(scope: Scope) -> pd.DataFrame:
    """WINDOW_UPDATE signal classes, all six: signal, value, sessions, sources, hits, mismatching; share (0..1 of sessions)."""
    found = _part(scope, "window", ["name", *_COUNTS, "mismatching"])
    filled = found.set_index("name").reindex(list(WINDOWS), fill_value=0).rename_axis("signal").reset_index()
    filled.insert(1, "value", list(WINDOWS.values()))
    return told_by(_shared(filled), found)


def mismatches(scope: Scope) -> pd.DataFrame:
    """Disagreement by JA4 family (empty = no known browser), most first: browser_family, sessions, with_h2, comparable,
    mismatching, mismatching_sources, mismatch_rate (0..1 of comparable; NaN of nothing)."""
    found = _part(scope, "family", ["name", "sessions", "with_h2", "comparable", "mismatching", "mismatching_sources"])
    rated = found.assign(mismatch_rate=_rate(found, "mismatching", "comparable"))
    rated = rated.sort_values(["mismatching", "sessions"], ascending=False, kind="stable", ignore_index=True)
    return rated.rename(columns={"name": "browser_family"})


def pairs(scope: Scope) -> pd.DataFrame:
    """What contradicts what, most sessions first: name, ja4_says (a family or a tool), h2_dict_family, sessions, sources and
    hits."""
    found = _part(scope, "pair", ["name", "detail", *_COUNTS]).rename(columns={"detail": "ja4_says"})
    h2 = [name.removeprefix(f"{says} / ") for name, says in zip(found["name"], found["ja4_says"], strict=True)]
    found.insert(2, "h2_dict_family", pd.Series(h2, dtype="str"))
    return found


def sessions(scope: Scope, part: str, name: str = "", limit: int = 50) -> pd.DataFrame:
    """Sessions of a class (1 to 50; `part` is one of CLASSES), least coherent first, then busiest: ip, ja4, host, hits,
    modern_browser_score, network, bot_name, families, HTTP/2 traits, tls_h2_family_mismatch, fingerprint_coherence_score
    (0..1). `attrs["total"]` counts them all."""
    asked = f"{part}:{name}"
    every = classes(hours.last(scope), OPENING if asked in OPENING else (asked,))
    rows = bare(every)[(every["part"] == part) & (every["name"] == name)]
    members = list(rows["members"].iloc[0])[: bounded("limit", limit, 1, 50)] if len(rows) else []
    found = told_by(pd.DataFrame(members, columns=list(SESSION)).astype(SESSION).drop(columns="place"), every)
    found.attrs["total"] = int(rows["sessions"].sum())
    return found


@cached(ttl="1m")
def explained(scope: Scope, part: str = "mismatch", name: str = "", limit: int = 20) -> pd.DataFrame:
    """The same sessions with what JA4, HTTP/2, User-Agent and Sec-CH-UA say of each, or why one says nothing, and the
    `contradiction` in words (see `ja4dash.coherence`), from the combination that most of its contradicting requests, or else
    all, share."""
    found = sessions(scope, part, name, limit)
    keys = ["ip", "ja4", "host"]
    ips, ja4s, hosts = (list(found[key].drop_duplicates()) for key in keys)
    combinations = coherence.judged(read("browsers/combinations", hours.last(Scope()), ips=ips, ja4s=ja4s, hosts=hosts))
    plain = combinations.assign(agrees=combinations["contradiction"] == coherence.AGREES)
    first = plain.sort_values("agrees", kind="stable").drop_duplicates(keys)
    rows = first.to_dict("records")
    said = first.assign(**{column: [coherence.said(row, trait) for row in rows] for trait, column in _SAYS.items()})
    told = found.merge(said[[*keys, *_TOLD]], on=keys, how="left").fillna(dict.fromkeys(_TOLD, ""))
    return told_by(told.astype(dict.fromkeys((*keys, *_TOLD), "str")), found, combinations)


def _shared(frame: pd.DataFrame) -> pd.DataFrame:
    """With each class's share of all sessions, NaN where there are none."""
    whole = frame["sessions"].sum()
    return frame.assign(share=frame["sessions"] / whole if whole else float("nan"))


def _rate(frame: pd.DataFrame, part: str, whole: str) -> pd.Series[float]:
    return (frame[part] / frame[whole].where(frame[whole] > 0)).astype("float64")


def _part(scope: Scope, part: str, columns: list[str]) -> pd.DataFrame:
    every = classes(hours.last(scope), OPENING)
    return told_by(bare(every).loc[every["part"] == part, columns].reset_index(drop=True), every)


def _row(scope: Scope, part: str, columns: list[str]) -> pd.DataFrame:
    """The only class of a part, zeros where no session belongs to it."""
    found = _part(scope, part, columns)
    if found.empty:
        found.loc[0] = 0
    return found


@cached(ttl="1m")
def classes(scope: Scope, chosen: tuple[str, ...]) -> pd.DataFrame:
    """What all the others are made of: a row for each class (`part`, `name`) with its counts; `members` are 50 sessions of
    a `chosen` one, packed in the order of `SESSION`, and none of the others."""
    return read("browsers/classes", scope, guard=HEAVY, chosen=list(chosen))
