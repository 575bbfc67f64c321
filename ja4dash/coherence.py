"""Coherence: what JA4, HTTP/2, User-Agent and client hints each say of a client, and where they contradict each other.

Unknown is not absent: what a reference list does not know, or a producer does not record, contradicts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ja4dash.fingerprint import families
from ja4dash.provenance import told_by

AGREES: Final = ""
UNKNOWN: Final = "unknown"
ABSENT: Final = "not sent"
UNRECORDED: Final = "not recorded"
UNUSED: Final = "not used"
UNTOLD: Final = (UNKNOWN, ABSENT, UNRECORDED, UNUSED)
"""Why a trait says nothing: no list knows it, the client did not send it, the producer does not record it, it does not apply."""

TRAITS: Final = {
    "JA4": ("ja4_says", "ja4"),
    "HTTP/2": ("h2_says", "h2_fingerprint"),
    "User-Agent": ("agent_says", "header_user_agent"),
    "Sec-CH-UA": ("hints_say", "header_sec_ch_ua"),
    "ALPN": ("tls_alpn", "tls_alpn"),
}
"""A trait's name: the column of what it says, and the column that says it."""


@dataclass(frozen=True)
class Claim:
    """What one trait says: its name for people, what it names, and what that is compared by."""

    trait: str
    says: str
    compared: str


def judged(frame: pd.DataFrame) -> pd.DataFrame:
    """The combinations with what each trait says (`ja4_says`, `h2_says`, `agent_says`, `hints_say`, empty = unknown) and
    the `contradiction` between them in words (empty = none)."""
    rows = frame.to_dict("records")
    claims = [{claim.trait: claim.says for claim in _families(row)} for row in rows]
    told = {
        "ja4_says": [said.get("JA4", "") for said in claims],
        "h2_says": [said.get("HTTP/2", "") for said in claims],
        "agent_says": [said.get("User-Agent", "") for said in claims],
        "hints_say": [said.get("Sec-CH-UA", "") for said in claims],
        "contradiction": [contradiction(row) for row in rows],
    }
    return frame.assign(**{name: pd.Series(values, index=frame.index, dtype="str") for name, values in told.items()})


def sentence(frame: pd.DataFrame) -> str:
    """The judged combinations of one source in one sentence; names in it come from reference lists and fixed words."""
    if frame.empty:
        return "No requests in this window."
    against = frame[frame["contradiction"] != AGREES]
    if against.empty:
        return _agreement(frame)
    by_words = against.groupby("contradiction", sort=False)["requests"].sum()
    words, part, whole = str(by_words.idxmax()), int(by_words.max()), int(frame["requests"].sum())
    return f"{words}." if part == whole else f"{words} ({part:,} of {whole:,} requests)."


def shares(frame: pd.DataFrame) -> pd.DataFrame:
    """What each trait of the judged combinations says, commonest first: `trait`, `says` (a family, or why there is none),
    `requests`, `share` (0..1 of all requests in the frame), `example` (the commonest value that says so)."""
    columns = {
        "trait": pd.Series(dtype="str"),
        "says": pd.Series(dtype="str"),
        "requests": pd.Series(dtype="int64"),
        "share": pd.Series(dtype="float64"),
        "example": pd.Series(dtype="str"),
    }
    rows, whole = frame.to_dict("records"), float(frame["requests"].sum())
    told = [
        {"trait": trait, "says": said(row, trait), "requests": int(row["requests"]), "example": str(row[evidence])}
        for trait, (_, evidence) in TRAITS.items()
        for row in sorted(rows, key=lambda row: -row["requests"])
    ]
    if not told:
        return told_by(pd.DataFrame(columns), frame)
    found = pd.DataFrame(told).groupby(["trait", "says"], sort=False, as_index=False).agg({"requests": "sum", "example": "first"})
    place = {trait: number for number, trait in enumerate(TRAITS)}
    found = found.sort_values(["trait", "requests"], key=lambda column: column.map(place) if column.name == "trait" else -column)
    return told_by(found.assign(share=found["requests"] / whole)[list(columns)].reset_index(drop=True), frame)


def together(frame: pd.DataFrame) -> pd.DataFrame:
    """The judged combinations folded by what their traits say (or why they say nothing), commonest first: the columns of
    `TRAITS`, `http_version`, `contradiction`, `requests`, `share` (0..1), `combinations` (how many were folded), and the
    commonest `header_user_agent`."""
    by = [*dict.fromkeys(says for says, _ in TRAITS.values()), "http_version", "contradiction"]
    rows = frame.to_dict("records")
    told = {says: pd.Series([said(row, trait) for row in rows], frame.index, "str") for trait, (says, _) in TRAITS.items()}
    ordered = frame.assign(**told).sort_values("requests", ascending=False, kind="stable")
    found = ordered.groupby(by, sort=False, as_index=False).agg(
        requests=("requests", "sum"),
        combinations=("requests", "size"),
        header_user_agent=("header_user_agent", "first"),
    )
    found = found.sort_values("requests", ascending=False, kind="stable", ignore_index=True)
    return told_by(found.assign(share=found["requests"] / max(1, frame["requests"].sum())), frame)


def said(row: dict[Any, Any], trait: str) -> str:
    """What a trait of a judged combination says; where that is nothing, why: unknown is not absent."""
    says, evidence = TRAITS[trait]
    if row[says]:
        return str(row[says])
    if row[evidence]:
        return UNKNOWN
    if trait == "HTTP/2":
        spoken = families.protocol(row["http_version"])
        return UNRECORDED if spoken in ("", "HTTP/2") else UNUSED
    return UNRECORDED if trait in ("JA4", "ALPN") else ABSENT


def contradiction(row: dict[Any, Any]) -> str:
    """What contradicts what in one combination, in words; empty when nothing does. Families first, then names, then facts."""
    for claims in (_families(row), _products(row), _platforms(row)):
        if len({claim.compared for claim in claims}) > 1:
            return _against(claims)
    agreed, spoken = families.protocol(row["tls_alpn"]), families.protocol(row["http_version"])
    return f"ALPN agreed on {agreed}, the requests are {spoken}" if agreed and spoken and agreed != spoken else AGREES


def _families(row: dict[Any, Any]) -> list[Claim]:
    """By stack: what speaks TLS and HTTP/2, and what the headers claim it is."""
    browser, tool = families.stack(row["ja4_family"]), row["ja4_tool"]
    h2_stack, h2_tool = families.stack(row["h2_family"]), families.tool_of(row["h2_fingerprint"])
    agent, hint = row["header_user_agent"], families.hint_product(row["header_sec_ch_ua"])
    claims = [
        Claim("JA4", row["ja4_family"], browser) if browser else Claim("JA4", tool, "tool" if tool else ""),
        Claim("HTTP/2", row["h2_family"], h2_stack) if h2_stack else Claim("HTTP/2", h2_tool, "tool" if h2_tool else ""),
        Claim("User-Agent", families.agent_name(agent), families.agent_stack(agent)),
        Claim("Sec-CH-UA", hint, families.stack(hint)),
    ]
    return [claim for claim in claims if claim.compared]


def _products(row: dict[Any, Any]) -> list[Claim]:
    agent, hint = families.agent_product(row["header_user_agent"]), families.hint_product(row["header_sec_ch_ua"])
    return [Claim("User-Agent", agent, agent), Claim("Sec-CH-UA", hint, hint)] if agent and hint else []


def _platforms(row: dict[Any, Any]) -> list[Claim]:
    agent = families.agent_platform(row["header_user_agent"])
    hint = families.hint_platform(row["header_sec_ch_ua_platform"])
    return [Claim("User-Agent", agent, agent), Claim("Sec-CH-UA-Platform", hint, hint)] if agent and hint else []


def _against(claims: list[Claim]) -> str:
    """ "HTTP/2 says Go, everything else says Chrome": the fewest first, in the order of the traits."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.compared, []).append(claim)
    ordered = sorted(groups.values(), key=len)
    said = [_group(group) for group in ordered]
    if len(ordered) == 2 and len(ordered[0]) == 1 and len(ordered[1]) > 1:
        said[1] = f"everything else says {ordered[1][-1].says}"
    return ", ".join(said)


def _group(claims: list[Claim]) -> str:
    traits = [claim.trait for claim in claims]
    listed = f"{', '.join(traits[:-1])} and {traits[-1]} say" if len(traits) > 1 else f"{traits[0]} says"
    return f"{listed} {claims[-1].says}"


def _agreement(frame: pd.DataFrame) -> str:
    known = [_families(row) for row in frame.to_dict("records")]
    names = list(dict.fromkeys(claims[-1].says for claims in known if claims))
    if not names:
        return "Nothing that this client shows is known: there is nothing to compare."
    if max(map(len, known)) < 2:
        only = next(claims[0] for claims in known if claims)
        return f"Only the {only.trait} is known, and says {only.says}: there is nothing to compare it with."
    if len(names) > 1:
        return f"Each of its clients agrees with itself: {', '.join(names[:-1])} and {names[-1]}."
    traits = list(dict.fromkeys(claim.trait for claims in known for claim in claims))
    return f"{', '.join(traits[:-1])} and {traits[-1]} agree: {names[0]}."
