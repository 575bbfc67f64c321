"""Novelty: what a new or newly popular fingerprint looks like, from evidence, so that a browser release is no campaign.

The rules of `verdict`, in this order; the first that fits counts:

1. contradiction: the User-Agents claim a browser, and JA4 or HTTP/2 belong to another stack or to a tool.
2. attack: at least half of its sources (and at least two) were detected in the window.
3. known: a reference list of browsers knows the JA4 or the HTTP/2 fingerprint itself, and the User-Agents agree with it.
4. tool: a reference list knows it as a tool, or most requests declare a bot or a tool.
5. one origin: at most 3 sources, or a single network.
6. release: at least 20 sources in at least 10 networks, 80 % of requests claim one browser, the stack known by the other
   fingerprint is that browser's (or, where none is known, a client with the same ciphers was here before), and at most a
   fifth of the sources was detected.
7. unexplained: everything else. Somebody should look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ja4dash import words
from ja4dash.fingerprint import agents, families

GROWTH: Final = 2
"""A fingerprint is newly popular when its share of requests is at least so many times that of the period before."""

FEWEST: Final = 20
"""Requests below which a growing share says nothing."""

RELEASE_SOURCES: Final = 20
RELEASE_NETWORKS: Final = 10
RELEASE_MAJORITY: Final = 0.8
RELEASE_DETECTED: Final = 0.2
FEW_SOURCES: Final = 3
ATTACK: Final = 0.5

VERDICTS: Final = {
    "attack": "acts like an attack",
    "contradiction": "contradicts itself",
    "unexplained": "unexplained",
    "one origin": "one origin",
    "tool": "a tool",
    "release": "looks like a browser release",
    "known": "a known browser",
}
"""Verdicts, the one to look at first on top."""

TO_LOOK_AT: Final = ("attack", "contradiction", "unexplained")


@dataclass(frozen=True)
class Claim:
    """What most requests with a fingerprint say they are: family and product ("Chrome 131"), and which share says so (0..1)."""

    family: str
    product: str
    share: float


def claim(user_agents: Iterable[str], hits: Iterable[int], requests: int) -> Claim:
    """What most requests claim, by family, and the commonest product of that family."""
    by_family: Counter[str] = Counter()
    products: dict[str, Counter[str]] = {}
    for agent, number in zip(user_agents, hits, strict=True):
        family = agents.family(agent)
        by_family[family] += int(number)
        products.setdefault(family, Counter())[agents.product(agent)] += int(number)
    if not by_family:
        return Claim(agents.EMPTY, "", 0.0)
    family, most = min(by_family.items(), key=lambda item: (-item[1], item[0]))
    product = min(products[family].items(), key=lambda item: (-item[1], item[0]))[0]
    return Claim(family, product, most / requests)


def with_sources(frame: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Rows of `sql/novelty/fingerprints.sql` with the counts of `sql/novelty/sources.sql`: sources, networks, detected."""
    found = frame.merge(counted, on=["kind", "fingerprint"], how="left")
    return found.fillna(dict.fromkeys(_COUNTED, 0)).astype(dict.fromkeys(_COUNTED, "uint64"))


_COUNTED: Final = ("sources", "networks", "detected")


def judged(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `with_sources`, shares as `share_pct` and `share_before_pct` (0..100), with `user_agent_family`,
    `product`, `product_pct` (of requests that claim the family), `growth` (share now by share before, NaN where there was
    none), `verdict` (of VERDICTS), `why` in words. What to look at first is on top, then most requests."""
    rows = frame.to_dict("records")
    claims = [claim(row["agents"], row["agent_hits"], int(row["requests"])) for row in rows]
    told = [verdict(row, said) for row, said in zip(rows, claims, strict=True)]
    texts = {
        "user_agent_family": [said.family for said in claims],
        "product": [said.product for said in claims],
        "verdict": [kind for kind, _ in told],
        "why": [why for _, why in told],
    }
    before = frame["share_before"].where(frame["share_before"] > 0)
    told_all = frame.drop(columns=["agents", "agent_hits", "share", "share_before"]).assign(
        **{name: pd.Series(values, index=frame.index, dtype="str") for name, values in texts.items()},
        product_pct=pd.Series([100 * said.share for said in claims], index=frame.index, dtype="float64"),
        share_pct=100 * frame["share"],
        share_before_pct=100 * frame["share_before"],
        growth=frame["share"] / before,
        place=[list(VERDICTS).index(kind) for kind, _ in told],
    )
    ordered = told_all.sort_values(["place", "requests", "fingerprint"], ascending=[True, False, True], ignore_index=True)
    return ordered.drop(columns="place")


def totalled(new: pd.DataFrame, popular: pd.DataFrame) -> pd.DataFrame:
    """One row: new_ja4s of ja4s, new_h2s of h2s (those with requests in the window), popular of fingerprints (both), listed or
    not; to_look_at and releases of the listed; log_begins (first request looked at, NaT when nothing is listed)."""
    both = pd.concat([new, popular])
    ja4s, h2s = (_most(both, kind, "fingerprints_now") for kind in ("ja4", "h2"))
    return pd.DataFrame(
        {
            "new_ja4s": [_most(new, "ja4", "found")],
            "ja4s": [ja4s],
            "new_h2s": [_most(new, "h2", "found")],
            "h2s": [h2s],
            "fingerprints": [ja4s + h2s],
            "popular": [_most(popular, "ja4", "found") + _most(popular, "h2", "found")],
            "to_look_at": [int(both["verdict"].isin(TO_LOOK_AT).sum())],
            "releases": [int((both["verdict"] == "release").sum())],
            "listed": [len(both)],
            "log_begins": [both["log_begins"].min()],
        }
    )


def _most(frame: pd.DataFrame, kind: str, column: str) -> int:
    return int(frame.loc[frame["kind"] == kind, column].max()) if (frame["kind"] == kind).any() else 0


def verdict(row: Mapping[Any, Any], said: Claim) -> tuple[str, str]:
    """The verdict on one fingerprint and the evidence for it in words, see the module."""
    sources, networks, detected = int(row["sources"]), int(row["networks"]), int(row["detected"])
    where = f"{words.plural(sources, 'source')} in {words.plural(networks, 'network')}"
    where += f", {detected:,} of them detected" if detected else ""
    claimed = families.stack(said.family) if said.family in agents.BROWSERS else ""
    stacks = _stacks(row)
    tool = str(row["bot_name"]) or ("" if "HTTP/2" in stacks else families.tool_of(str(row["h2_fingerprint"])))
    against = _against(claimed, stacks, tool)
    own = "JA4" if row["kind"] == "ja4" else "HTTP/2"
    declared = said.family == agents.BOT or (said.family == agents.OTHER and said.share >= RELEASE_MAJORITY)
    mostly = ", no User-Agent" if said.family == agents.EMPTY else f", mostly {said.product or said.family}"
    held = "coherent" if stacks else "same ciphers as a client seen before,"
    rules = (
        ("contradiction", bool(against), f"{where}, says {said.product}, {against}"),
        ("attack", detected >= 2 and detected >= ATTACK * sources, f"{where}{mostly}"),
        ("known", bool(claimed) and stacks.get(own) == claimed, f"{where}, {said.product}, known by its {own}"),
        ("tool", bool(tool) or declared, f"{where}, {tool or said.product or 'declares no browser'}"),
        ("one origin", sources <= FEW_SOURCES or networks <= 1, f"{where}{mostly}"),
        ("release", _released(row, said, claimed, stacks), f"{where}, {held} {said.product}"),
    )
    kind, evidence = next(((kind, why) for kind, fits, why in rules if fits), ("unexplained", f"{where}{mostly}"))
    return kind, f"{VERDICTS[kind]}: {evidence}"


def _released(row: Mapping[Any, Any], said: Claim, claimed: str, stacks: Mapping[str, str]) -> bool:
    return (
        int(row["sources"]) >= RELEASE_SOURCES
        and int(row["networks"]) >= RELEASE_NETWORKS
        and bool(claimed)
        and said.share >= RELEASE_MAJORITY
        and (bool(stacks) or bool(row["line_known"]))
        and int(row["detected"]) <= RELEASE_DETECTED * int(row["sources"])
    )


def _stacks(row: Mapping[Any, Any]) -> dict[str, str]:
    """The browser stacks that the reference lists know of JA4 and HTTP/2."""
    named = {"JA4": families.stack(str(row["browser_family"])), "HTTP/2": families.stack(str(row["h2_family"]))}
    return {trait: stack for trait, stack in named.items() if stack}


def _against(claimed: str, stacks: Mapping[str, str], tool: str) -> str:
    """What contradicts a claimed browser, in words; empty when nothing does or no browser is claimed."""
    if not claimed:
        return ""
    other = [f"{trait} says {stack}" for trait, stack in stacks.items() if stack != claimed]
    if tool and len(stacks) < 2:
        other.append(f"the reference lists say {tool}")
    return ", ".join(other)
