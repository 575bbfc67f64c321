"""HTTP/2 signatures beside what the last hour showed of them (operation 17 and its page). Times are UTC.

The list itself is `reference.signatures`. A session is an address, a JA4 and a host, as in view_ai_features_1h; a chosen
window does not apply, filters do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.coherence import contradiction
from ja4dash.db import read
from ja4dash.fingerprint import families
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.h2 import spelling
from ja4dash.fingerprint.nearest import nearest
from ja4dash.provenance import told_by
from ja4dash.queries import hours, reference
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope
from ja4dash.signature.entry import Signature, digits

IMPACT: Final = "24h"
"""How far the preview of a change looks back, unless the scope says otherwise."""

_SEEN: Final = ["sessions", "sources", "requests", "ja4s", "top_ja4", "header_user_agent", "first_seen", "last_seen"]


@cached(ttl="30s")
def entries(scope: Scope) -> pd.DataFrame:
    """The signatures (see `reference.signatures`) with what the last hour showed of each: sessions, sources (distinct),
    requests, distinct ja4s, the JA4 and User-Agent of most requests, first_seen, last_seen; those seen most come first."""
    known = reference.signatures()
    seen = observed(scope)
    found = known.assign(spelling=known["h2_fingerprint"].map(spelling)).merge(
        seen[["h2_fingerprint", *_SEEN]].rename(columns={"h2_fingerprint": "spelling"}), on="spelling", how="left"
    )
    found = found.drop(columns="spelling")
    counts = ["sessions", "sources", "requests", "ja4s"]
    found[counts] = found[counts].fillna(0).astype("int64")
    found[["top_ja4", "header_user_agent"]] = found[["top_ja4", "header_user_agent"]].fillna("")
    found = found.sort_values("sessions", ascending=False, kind="stable", ignore_index=True)
    return told_by(found, known, seen)


@cached(ttl="1m")
def unknown(scope: Scope, limit: int = 100) -> pd.DataFrame:
    """HTTP/2 fingerprints of the last hour (1 to 500) that no live signature knows, most sessions first: h2_fingerprint, the
    measures of `entries`, and `nearest`: in words, the signature that fewest fields tell apart from it, or the tool that
    sends it."""
    seen = _known(scope)
    found = seen.loc[~seen["known"], ["h2_fingerprint", *_SEEN]].head(bounded("limit", limit, 1, 500)).reset_index(drop=True)
    known = live()
    return found.assign(nearest=found["h2_fingerprint"].map(lambda text: _nearest(str(text), known)).astype("str"))


@cached(ttl="10s")
def versions(fingerprint: str, limit: int = 50) -> pd.DataFrame:
    """What was changed about one signature (1 to 500), newest first; columns as those of `changes`."""
    return changes([spelling(fingerprint)], limit=bounded("limit", limit, 1, 500))


def changes(fingerprints: Collection[str], batch: str = "", limit: int = 10_000) -> pd.DataFrame:
    """Journalled changes of some signatures, or of one batch, as of now, newest first: at, who, role, action, h2_fingerprint,
    before and after (the entries in words, empty = none), batch, outcome (`done`, `failed`, `begun` = cut off or under way),
    note (why it failed)."""
    return read("signatures/changes", fingerprints=list(fingerprints), batch=batch, limit=limit)


def carriers(fingerprint: str, scope: Scope) -> pd.DataFrame:
    """Who carries a fingerprint in any spelling; a row each way: `part` is `all` (one row, none when nobody does), `family` (by
    what their JA4 is known as) or `combination` (by how they present themselves, most requests first, at most 1,000 of
    `distinct_values`); ja4_family, ja4_tool, headers; requests, sessions (an address, a JA4 and a host), sources, first_seen,
    last_seen. Only the scope's window applies: a signature is one for all."""
    return _carriers(spelling(fingerprint), Scope(scope.window).over(IMPACT))


@cached(ttl="1m")
def _carriers(fingerprint: str, scope: Scope, limit: int = 1000) -> pd.DataFrame:
    found = read("signatures/carriers", scope, fingerprint=fingerprint, limit=limit)
    return found[(found["part"] != "all") | (found["requests"] > 0)].reset_index(drop=True)


@cached(ttl="1m")
def judged_otherwise(fingerprint: str, family: str, scope: Scope) -> pd.DataFrame:
    """What would be judged otherwise if look-ups knew a fingerprint as `family` ("" = not at all).

    `direction` is `contradicts` (JA4, HTTP/2, User-Agent and client hints agree now, or do not contradict each other, and would
    contradict) or `agrees` (the other way round); sessions, sources, detected_sessions, and `detections` of these sessions in
    the window. Both rows are always there. `attrs["judged"]` and `attrs["combinations"]` count the ways to present oneself
    that were looked at, and all there are."""
    every = carriers(fingerprint, scope)
    ways = every[every["part"] == "combination"]
    now = {spelling(one): said for one, said in live().items()}.get(spelling(fingerprint), "")
    rows = [row | {"h2_fingerprint": spelling(fingerprint)} for row in ways.to_dict("records")]
    before, after = ([bool(contradiction(row | {"h2_family": said})) for row in rows] for said in (now, family))
    turned = list(zip(ways["named"], before, after, strict=True))
    contradicting = [named for named, was, would in turned if would and not was]
    agreeing = [named for named, was, would in turned if was and not would]
    found = read(
        "signatures/judged_otherwise",
        Scope(scope.window).over(IMPACT),
        fingerprint=spelling(fingerprint),
        contradicting=contradicting,
        agreeing=agreeing,
    )
    counts = found.set_index("direction").reindex(["contradicts", "agrees"], fill_value=0).reset_index()
    told = told_by(counts, every, found)
    told.attrs |= {"judged": len(ways), "combinations": int(ways["distinct_values"].max()) if len(ways) else 0}
    return told


def majority(carried: pd.DataFrame) -> tuple[str, float]:
    """The family that the JA4s of most carrying sessions are known as, and its share (0..1) of those known as a browser;
    ("", 0.0) when none is."""
    known = carried[(carried["part"] == "family") & (carried["ja4_family"] != "")]
    if known.empty:
        return "", 0.0
    sessions = known.groupby("ja4_family", sort=True)["sessions"].sum()
    return str(sessions.idxmax()), float(sessions.max() / sessions.sum())


def listed() -> dict[str, tuple[Signature, ...]]:
    """The entries of each fingerprint, by its canonical spelling."""
    found: dict[str, list[Signature]] = {}
    for row in reference.signatures().to_dict("records"):
        entry = Signature(row["h2_fingerprint"], row["browser_family"], digits(row["confidence"]), row["notes"])
        found.setdefault(spelling(entry.fingerprint), []).append(entry)
    return {fingerprint: tuple(sorted(entries)) for fingerprint, entries in found.items()}


def live() -> dict[str, str]:
    """The signatures that look-ups answer with: fingerprint to family."""
    listed = reference.signatures()
    answered = listed[listed["live_family"] != ""]
    return dict(zip(answered["h2_fingerprint"], answered["live_family"], strict=True))


def totals(scope: Scope) -> pd.DataFrame:
    """One row: signatures (entries), live, seen (signatures in the last hour's traffic); of that hour: fingerprints (distinct),
    unknown (of them without a live signature), sessions with HTTP/2 and unknown_sessions."""
    listed, seen = entries(scope), _known(scope)
    every = seen.iloc[0] if len(seen) else {"fingerprints": 0, "all_sessions": 0}
    known = seen[seen["known"]]
    row = {
        "signatures": len(listed),
        "live": int(listed["live"].sum()),
        "seen": int((listed["sessions"] > 0).sum()),
        "fingerprints": int(every["fingerprints"]),
        "unknown": int(every["fingerprints"]) - len(known),
        "sessions": int(every["all_sessions"]),
        "unknown_sessions": int(every["all_sessions"]) - int(known["sessions"].sum()),
    }
    return told_by(pd.DataFrame([row]), listed, seen)


def _known(scope: Scope) -> pd.DataFrame:
    """What was observed, with whether a live signature knows it (`known`)."""
    listed, seen = reference.signatures(), observed(scope)
    return told_by(seen.assign(known=seen["h2_fingerprint"].isin(map(spelling, live()))), listed, seen)


def _nearest(text: str, known: Mapping[str, str]) -> str:
    try:
        found = nearest(text, known)
    except FingerprintError:
        return "not a well-formed fingerprint"
    if found and found.near:
        return found.headline
    tool = families.tool_of(text)
    return f"none is near; {tool} sends it" if tool else "none is near"


def observed(scope: Scope) -> pd.DataFrame:
    """HTTP/2 fingerprints of the last hour in their canonical spelling, at most 1,000: every one that has a signature, then
    those with most sessions."""
    return _observed(hours.last(scope), tuple(sorted(set(map(spelling, reference.signatures()["h2_fingerprint"])))))


@cached(ttl="1m")
def _observed(scope: Scope, asked: tuple[str, ...], limit: int = 1000) -> pd.DataFrame:
    return read("signatures/observed", scope, asked=list(asked), limit=limit)
