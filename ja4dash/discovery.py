"""Discovery: profiles of JA4s, grouped by the family that their User-Agents claim.

A family is one of `ja4dash.fingerprint.agents.FAMILIES`, decided by the User-Agents of a JA4, each weighted by its requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from ja4dash.fingerprint import agents, families

SHARES: Final = (
    "h2_pct",
    "sec_ch_ua_pct",
    "sec_fetch_pct",
    "accept_language_pct",
    "zstd_pct",
    "br_pct",
    "gzip_pct",
    "x_forwarded_for_pct",
)
"""Columns with the share of requests, 0..100, that carry something."""

SAMPLES: Final = 3


def majority(user_agents: Iterable[str], hits: Iterable[int]) -> tuple[str, int]:
    """The family most requests claim, and how many do; of equals the alphabetically first. ("Empty", 0) for none."""
    counted: Counter[str] = Counter()
    for agent, number in zip(user_agents, hits, strict=True):
        counted[agents.family(agent)] += int(number)
    return min(counted.items(), key=lambda item: (-item[1], item[0]), default=("Empty", 0))


def profiled(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of `sql/discovery/profiles.sql` with `user_agent_family`, `family_pct` (the least share of requests, 0..100, that
    claim it), `user_agent_samples`, `h2_tool`, and `known`: 1 when a reference list knows the JA4 or the HTTP/2 fingerprint."""
    decided = [majority(names, hits) for names, hits in zip(frame["agents"], frame["agent_hits"], strict=True)]
    tools = [families.tool_of(fingerprint) for fingerprint in frame["h2_fingerprint"]]
    told = frame.assign(
        user_agent_family=_texts([family for family, _ in decided], frame),
        family_pct=100 * pd.Series([number for _, number in decided], index=frame.index, dtype="float64") / frame["hits"],
        user_agent_samples=_lists([_samples(names) for names in frame["agents"]], frame),
        h2_tool=_texts(tools, frame),
    )
    named = (told[["browser_family", "bot_name", "h2_family", "h2_tool"]] != "").any(axis=1)
    return told.drop(columns=["agents", "agent_hits"]).assign(known=named.astype("uint8"))


def grouped(profiles: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Profiles by `user_agent_family`, most requests first: ja4s, hits, ips (each address once), has_h2, has_sec_ch_ua,
    has_sec_fetch (1 when a request of the family carries it), and the shares of `SHARES` over all requests of the family."""
    carrying = profiles[list(SHARES)].mul(profiles["hits"], axis=0) / 100
    counted = carrying.assign(user_agent_family=profiles["user_agent_family"], hits=profiles["hits"], ja4s=1)
    summed = counted.groupby("user_agent_family", as_index=False, sort=False).sum()
    shares = summed[list(SHARES)].div(summed["hits"], axis=0) * 100
    found = summed[["user_agent_family", "ja4s", "hits"]].merge(
        sources.loc[sources["of_family"] == 1, ["user_agent_family", "ips"]], on="user_agent_family", how="left"
    )
    flags = {f"has_{name}": (summed[f"{name}_pct"] > 0).astype("uint8") for name in ("h2", "sec_ch_ua", "sec_fetch")}
    whole = found.assign(**flags, **shares)
    return whole.sort_values(["hits", "user_agent_family"], ascending=[False, True], ignore_index=True)


def totalled(profiles: pd.DataFrame, families_: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """One row: profiles (listed), profiles_total (there are), families, with_h2, with_sec_ch_ua, unknown (listed profiles), hits
    and ips (of the listed ones), requests (all of the scope), without_ja4 (of those, no JA4: not profiled)."""
    whole = sources[(sources["of_ja4"] == 0) & (sources["of_family"] == 0)]
    return pd.DataFrame(
        {
            "profiles": [len(profiles)],
            "profiles_total": [int(profiles["profiles_total"].max()) if len(profiles) else 0],
            "families": [len(families_)],
            "with_h2": [int((profiles["h2_fingerprint"] != "").sum())],
            "with_sec_ch_ua": [int((profiles["sec_ch_ua_pct"] > 0).sum())],
            "unknown": [int((profiles["known"] == 0).sum())],
            "hits": [int(profiles["hits"].sum())],
            "ips": [int(whole["ips"].sum())],
            "requests": [int(whole["requests"].sum())],
            "without_ja4": [int(whole["without_ja4"].sum())],
        }
    )


def _samples(names: Sequence[str]) -> list[str]:
    return [name for name in names if name][:SAMPLES]


def _texts(values: Sequence[str], frame: pd.DataFrame) -> pd.Series[str]:
    return pd.Series(values, index=frame.index, dtype="str")


def _lists(values: Sequence[list[str]], frame: pd.DataFrame) -> pd.Series[list[str]]:
    return pd.Series(values, index=frame.index, dtype="object")
