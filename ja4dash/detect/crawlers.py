"""Crawlers that publish where they come from: who calls itself one, and whether the deployment knows its ranges."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from ja4dash.db import Door

CLAIMS: Final = (
    ("googlebot", "Googlebot"),
    ("bingbot", "bingbot"),
    ("openai-gptbot", "GPTBot"),
    ("openai-searchbot", "OAI-SearchBot"),
    ("openai-chatgpt-user", "ChatGPT-User"),
    ("applebot", "Applebot"),
    ("duckduckbot", "DuckDuckBot"),
    ("perplexitybot", "PerplexityBot"),
    ("perplexity-user", "Perplexity-User"),
    ("common-crawl", "CCBot"),
    ("qwantbot", "Qwantify|Qwantbot"),
    ("mojeekbot", "MojeekBot"),
    ("kagibot", "Kagibot"),
    ("marginalia", r"search\.marginalia\.nu"),
    ("mistral-mistralai-user", "MistralAI-User"),
    ("uptime-robot", "UptimeRobot"),
    ("updown", r"updown\.io"),
)
"""Names in the list of published ranges, and what such a crawler writes into its User-Agent. Source: the list's own rules
(reference/SOURCES.md)."""


def known(door: Door) -> frozenset[str]:
    """Names of the bots whose ranges the deployment has, in lower case."""
    return frozenset(door.read("detect/verified_bots")["bot_name"].str.lower())


def claimed(agents: pd.Series, ranges: Collection[str]) -> pd.Series:
    """The crawler that each User-Agent claims to be, if the deployment could tell it by its address; empty otherwise."""
    patterns = [(name, re.compile(rf"\b(?:{pattern})\b", re.I)) for name, pattern in CLAIMS if name in ranges]
    found = {agent: next((name for name, pattern in patterns if pattern.search(agent)), "") for agent in agents.unique()}
    return agents.map(found).astype("str")
