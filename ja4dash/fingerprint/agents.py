"""User-Agents: the family and the product a client says it is.

Three sources are asked in turn: the shipped list of crawlers (`reference/crawler_user_agents.csv`, of
monperrus/crawler-user-agents), the marks by which crawlers declare themselves, and the rules of ua-parser (uap-core) for
everything else. The many patterns run in an engine whose time grows with the length of the text only, and only the first
1,024 characters are read: User-Agents are written by attackers. A family is
what a text claims: impersonators are the business of `ja4dash.coherence`.

Measured, the first three in `tests/unit/test_agents.py`: of the 2,122 User-Agents of the list none is taken for a browser
and all 2,019 crawlers are Bot, where "bot|crawl|spider" finds 1,201; were the list empty, 1,644 crawlers (81 %) would still
be Bot and 12 be taken for a browser, which is what to expect of crawlers it does not hold. All captured browsers get the
family they claim. Of 1,757 User-Agents seen of real browsers (fake-useragent 2.2.0, npm user-agents 2.1.198) none is Bot. One
not seen before takes 0.05 to 0.15 ms, the rules 25 MB of memory.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from ua_parser import Domain, UserAgent
from ua_parser.loaders import load_builtins
from ua_parser.matchers import UserAgentMatcher
from ua_parser.regex import Resolver

BOT: Final = "Bot"
EMPTY: Final = "Empty"
OTHER: Final = "Other"
BROWSERS: Final = ("Edge", "Opera", "Chrome", "Firefox", "Safari")
FAMILIES: Final = (*BROWSERS, BOT, EMPTY, OTHER)

LIBRARY: Final = "http-library"
"""The list's tag for curl, python-requests and the like: tools are Other, since a library says nothing of crawling."""

_LONGEST: Final = 1_024
_REMEMBERED: Final = 16_384

_MARK: Final = re.compile(
    r"(?<!cu)bots?(?![a-z])|crawl|spider|slurp|scrap(?:er|ing|y)|\bscan|fetch(?:er|ing|\b)|headless|archiv|monitor|check(?:er|\b)"
    r"|index(?:er|ing)|preview|validat|compatible;(?! ?(?:MSIE|Konqueror))|\+https?:|@[a-z0-9-]+\.[a-z]|^Mozilla/.*https?://",
    re.IGNORECASE,
)
"""How a crawler declares itself: a word for what it does, or an address to complain to; Cubot makes telephones."""

_NAMED: Final = re.compile(
    r"([\w.-]*(?:(?<!cu)bot|crawl|spider|slurp|scrap|scan|fetch|archiv|monitor|check|index|preview|validat)[\w.-]*)"
    r"|compatible; ?([A-Za-z][\w.-]*)",
    re.IGNORECASE | re.ASCII,
)
_LEADING: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_COMMENT: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_BROWSER_WORD: Final = re.compile(
    r"(?:Mozilla|AppleWebKit|Chrome|Chromium|CriOS|Version|Safari|Edge?|EdgA|EdgiOS|OPR|OPX|OPT|OPiOS|Opera|Presto|Firefox|FxiOS"
    r"|Focus|Gecko|Mobile|Tablet|Ubuntu|Fedora|Debian|Linux|Iceweasel|like)(?:/[\w.+~-]*)?",
    re.ASCII,
)
"""What stands outside the brackets of a browser's User-Agent."""

_VERSION: Final = re.compile(r"[/ ]v?([0-9]{1,6})(?:\.([0-9]{1,6}))?")
_REST: Final = re.compile(r"[A-Za-z0-9_.-]*")
_ADDRESS: Final = re.compile(r"[A-Za-z]{2,8}://[^\s;,)]*|[^\s;,(]{1,64}@[^\s;,)]+")
_HOST: Final = re.compile(r"(?://(?:www\.)?|@)([A-Za-z0-9][A-Za-z0-9.-]*)")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9 ._+-]+")


def family(user_agent: str) -> str:
    """One of FAMILIES. Crawlers that carry a browser's name, and browsers without a screen, are Bot; tools, libraries and
    the browsers without a family of their own (Samsung Internet, IE, the browsers inside apps) are Other."""
    return _told(user_agent)[0]


def product(user_agent: str) -> str:
    """The name and version for people: "Chrome 131", "Googlebot 2.1", "curl 8.5"; letters and digits only, empty for none.

    A browser's version is its first number, everything else's the first two.
    """
    return _told(user_agent)[1]


@lru_cache(maxsize=_REMEMBERED)
def _told(user_agent: str) -> tuple[str, str]:
    # The engine behind the rules takes no lone surrogates.
    text = user_agent[:_LONGEST].encode("utf-8", "replace").decode("utf-8").strip()
    if text in ("", "-"):
        return EMPTY, ""
    listed, tag = _listed(text)
    parsed = _rules()(text, Domain.USER_AGENT).user_agent
    if tag == LIBRARY and not _MARK.search(text):
        return OTHER, _tool(text, parsed)
    if tag or _MARK.search(text):
        return BOT, _crawler(text, listed)
    browser = _browser(parsed)
    if not browser or not parsed:
        return OTHER, _tool(text, parsed)
    stranger = _stranger(text)
    if stranger:
        return OTHER, _versioned(text, stranger)
    return browser, f"{parsed.family} {parsed.major}" if parsed.major else parsed.family


def _browser(parsed: UserAgent | None) -> str:
    """The family of ua-parser's name: "Chrome Mobile WebView" is Chrome, "Mobile Safari" is Safari."""
    if parsed is None:
        return ""
    if parsed.family == "Chromium":
        return "Chrome"
    if parsed.family in ("Mobile Safari", "Mobile Safari UI/WKWebView"):
        return "Safari"
    first = parsed.family.split(" ")[0]
    return first if first in BROWSERS else ""


def _stranger(text: str) -> str:
    """The name among a browser's words that no browser sends: of an app that holds a browser, or of a shy crawler."""
    words = (word for word in _COMMENT.sub(" ", text).split() if not _BROWSER_WORD.fullmatch(word))
    named = next((_LEADING.search(word) for word in words), None)
    return named[0] if named else ""


def _listed(text: str) -> tuple[str, str]:
    """The part of the text that the list of crawlers knows, and "crawler" or LIBRARY; both empty when it knows none."""
    for kind, resolver in _lists().items():
        found = resolver(text, Domain.USER_AGENT).user_agent
        if found:
            matched = re.search(found.family, text)
            return matched[0] if matched else "", kind
    return "", ""


def _crawler(text: str, listed: str) -> str:
    """Its name as far as the word goes, or the host it gives to complain to; names inside addresses are none."""
    prose = _ADDRESS.sub(" ", text)
    place = prose.find(listed) if re.search(r"[A-Za-z]{2}", listed) else -1
    if place >= 0:
        rest = _REST.match(prose, place + len(listed))
        return _versioned(prose, listed + (rest[0] if rest else ""))
    named = _NAMED.search(prose)
    name = (named[1] or named[2]) if named else _stranger(prose)
    if name:
        return _versioned(prose, name)
    host = _HOST.search(text)
    return _clean(host[1]) if host else _tool(text, None)


def _tool(text: str, parsed: UserAgent | None) -> str:
    if parsed is not None:
        number = ".".join(part for part in (parsed.major, parsed.minor) if part)
        return f"{_clean(parsed.family)} {number}".strip()
    named = _LEADING.search(text)
    return _versioned(text, named[0]) if named else ""


def _versioned(text: str, name: str) -> str:
    """The name in the text with the version that follows it there."""
    name = name.rstrip("/ ")
    number = _VERSION.match(text, text.find(name) + len(name))
    return f"{_clean(name)} {'.'.join(part for part in number.groups() if part)}" if number else _clean(name)


def _clean(name: str) -> str:
    return " ".join(_UNSAFE.sub(" ", name).split())[:40].strip()


@cache
def _rules() -> Resolver:
    return Resolver((load_builtins()[0], [], []))


@cache
def _lists() -> dict[str, Resolver]:
    """The patterns of the list, crawlers before libraries: a crawler that is written with curl is a crawler."""
    content = files("ja4dash").joinpath("reference", "crawler_user_agents.csv").read_text("utf-8")
    patterns: dict[str, dict[str, None]] = {"crawler": {}, LIBRARY: {}}
    for row in csv.DictReader(content.splitlines()):
        patterns[LIBRARY if row["tags"] == LIBRARY else "crawler"][row["pattern"]] = None
    return {
        kind: Resolver(([UserAgentMatcher(pattern, pattern.replace("$", "$$")) for pattern in found], [], []))
        for kind, found in patterns.items()
    }
