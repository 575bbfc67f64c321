"""Families: which stack and product JA4, HTTP/2, User-Agent and client hints speak of.

A stack is what speaks TLS and HTTP/2 (Chromium, Firefox, Safari, or the name of a tool); a product is what carries a name
(Chrome and Edge are two products on one stack). An empty text is unknown, never a contradiction. The rules are those of
`view_ai_features_1h`, so that a sentence and the coherence score never disagree.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Final

from ja4dash.fingerprint.h2 import spelling

CHROMIUM: Final = frozenset({"Chrome", "Chromium", "Edge", "Opera", "Brave", "Vivaldi", "HeadlessChrome"})
BROWSERS: Final = ("Chromium", "Firefox", "Safari")

_UNTOLD: Final = re.compile(r"CFNetwork/|^Dalvik/")
_CLAIMS: Final = (
    (re.compile(r"CFNetwork/"), ""),
    (re.compile(r"bot|crawl|spider|slurp|scan|compatible;", re.I), ""),
    (re.compile(r"iPhone|iPad|iPod"), "Safari"),
    (re.compile(r"Firefox/"), "Firefox"),
    (re.compile(r"Chrome/|Chromium/|Edg/"), "Chromium"),
    (re.compile(r"Version/.*Safari/"), "Safari"),
)
"""What a User-Agent that starts with Mozilla/ claims; the first that fits counts."""

_HINTS: Final = (("HeadlessChrome", "HeadlessChrome"), ("Microsoft Edge", "Edge"), ("Opera", "Opera"), ("Chrom", "Chrome"))
_PLATFORMS: Final = (
    ("Windows NT", "Windows"),
    ("Macintosh", "macOS"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Android", "Android"),
    ("CrOS", "Chrome OS"),
    ("Linux", "Linux"),
)
_NAMED: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,23}(?=[/ ]|$)")


def stack(family: str) -> str:
    """The stack of a browser family: Chrome, Edge and Opera are Chromium; "Other" is unknown."""
    return "Chromium" if family in CHROMIUM else "" if family == "Other" else family


def agent_stack(user_agent: str) -> str:
    """The stack a User-Agent claims: a browser's, "tool", or unknown. A declared crawler may run on any stack."""
    if user_agent and not user_agent.startswith("Mozilla/"):
        return "" if _UNTOLD.search(user_agent) else "tool"
    return next((claimed for pattern, claimed in _CLAIMS if pattern.search(user_agent)), "")


def agent_product(user_agent: str) -> str:
    """The product a User-Agent names: HeadlessChrome, Edge, Opera, Chrome, Firefox, Safari, "tool", or unknown."""
    if "HeadlessChrome/" in user_agent:
        return "HeadlessChrome"
    if re.search(r"Edg[A-Za-z]*/", user_agent):
        return "Edge"
    if "OPR/" in user_agent:
        return "Opera"
    claimed = agent_stack(user_agent)
    return "Chrome" if claimed == "Chromium" else claimed


def agent_name(user_agent: str) -> str:
    """What a User-Agent calls itself: its product, or the leading word of a tool's ("curl"), letters and digits only."""
    product = agent_product(user_agent)
    if product != "tool":
        return product
    named = _NAMED.match(user_agent)
    return named[0] if named else "a tool"


def hint_product(sec_ch_ua: str) -> str:
    """The product a Sec-CH-UA header names; only Chromium's family sends one."""
    return next((product for text, product in _HINTS if text in sec_ch_ua), "")


def agent_platform(user_agent: str) -> str:
    """The system a browser's User-Agent names, in the words of Sec-CH-UA-Platform; empty when it names none."""
    if not user_agent.startswith("Mozilla/"):
        return ""
    return next((platform for text, platform in _PLATFORMS if text in user_agent), "")


def hint_platform(sec_ch_ua_platform: str) -> str:
    """The system a Sec-CH-UA-Platform header names; empty for "Unknown" and systems a User-Agent does not tell."""
    said = sec_ch_ua_platform.strip().strip('"')
    return said if said in {platform for _, platform in _PLATFORMS} else ""


def protocol(text: str) -> str:
    """HTTP/1, HTTP/2 or HTTP/3 of an ALPN value or an HTTP version; empty when it tells none of them."""
    found = re.fullmatch(r"(?:http/|h)([123])(?:\.[0-9])?", text.strip().lower())
    return f"HTTP/{found[1]}" if found else ""


def tool_of(h2_fingerprint: str) -> str:
    """The tool whose HTTP/2 fingerprint this is in any spelling, as it was observed; empty when none is known."""
    return _tools().get(spelling(h2_fingerprint), "")


@cache
def _tools() -> dict[str, str]:
    text = files("ja4dash").joinpath("reference", "tool_h2_observed.csv").read_text("utf-8")
    return {row["h2_fingerprint"]: row["clients"] for row in csv.DictReader(text.splitlines())}
