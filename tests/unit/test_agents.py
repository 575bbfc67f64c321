"""User-Agents: the shipped list of crawlers, what was captured, and the ways to be mistaken."""

from __future__ import annotations

import csv
import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ja4dash.fingerprint import agents
from tests.unit.fingerprints import DATA, reference, requests

NAIVE = re.compile("bot|crawl|spider", re.IGNORECASE)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"


def listed() -> list[tuple[str, str]]:
    """Each User-Agent of the shipped list with its tag; the list has entries without an example."""
    rows = reference("crawler_user_agents")
    return [(row["user_agent_instance"], row["tags"]) for row in rows if row["user_agent_instance"]]


def crawlers() -> list[str]:
    return [agent for agent, tag in listed() if tag != agents.LIBRARY]


def captured() -> set[tuple[str, str]]:
    """Each captured User-Agent with the family that it was made to claim."""
    with (DATA / "loopback_truth.csv").open(encoding="utf-8") as truth:
        claimed = {row["src_ip"]: row["claimed_family"] for row in csv.DictReader(truth)}
    return {(row["header_user_agent"], claimed.get(row["src_ip"], "")) for row in requests()}


def test_the_shipped_list_is_recognised_where_words_find_half_of_it() -> None:
    found = crawlers()
    assert len(listed()) == 2122
    assert sum(bool(NAIVE.search(agent)) for agent, _ in listed()) == 1201
    assert {agents.family(agent) for agent in found} == {agents.BOT}
    libraries = [agent for agent, tag in listed() if tag == agents.LIBRARY]
    assert {agents.family(agent) for agent in libraries} <= {agents.OTHER, agents.BOT}
    assert all(agents.product(agent) for agent, _ in listed())


def test_crawlers_that_no_list_holds_are_mostly_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agents, "_listed", lambda text: ("", ""))
    agents._told.cache_clear()
    found = [agents.family(agent) for agent in crawlers()]
    agents._told.cache_clear()
    assert len(found) == 2019
    assert found.count(agents.BOT) >= 1640
    assert sum(family in agents.BROWSERS for family in found) <= 12


def test_captured_browsers_are_what_they_claim() -> None:
    judged = [(agent, family) for agent, family in captured() if family in agents.BROWSERS]
    mistaken = {(agent, family) for agent, family in judged if agents.family(agent) != family}
    assert len(judged) > 60
    assert {agent for agent, _ in mistaken} == {
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0",
    }, "one tells that nobody watches, the other was made to claim Edge and never says so"


@pytest.mark.parametrize(
    ("agent", "family", "product"),
    [
        ("", "Empty", ""),
        (" - ", "Empty", ""),
        (f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36", "Chrome", "Chrome 131"),
        (f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge", "Edge 131"),
        (f"{WINDOWS} Chrome/134.0.0.0 Safari/537.36 OPR/119.0.0.0", "Opera", "Opera 119"),
        ("Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.16", "Opera", "Opera 12"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox", "Firefox 153"),
        (f"{MAC} Version/18.5 Safari/605.1.15", "Safari", "Safari 18"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "CriOS/145.0.0.0 Mobile/15E148 Safari/604.1",
            "Chrome",
            "Chrome Mobile iOS 145",
        ),
        (f"{WINDOWS} HeadlessChrome/156.0.0.0 Safari/537.36", "Bot", "HeadlessChrome 156.0"),
        (
            "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/131.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Bot",
            "Googlebot 2.1",
        ),
        (f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36 (compatible; NeverSeenYet/3; +https://example.com)", "Bot", "NeverSeenYet 3"),
        ("Mozilla/5.0 (compatible; scan/1.0)", "Bot", "scan 1.0"),
        ("Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)", "Other", "IE 9.0"),
        (
            "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
            "Mobile Safari/537.36",
            "Chrome",
            "Chrome Mobile 120",
        ),
        (f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36 SomeApp/7.2", "Other", "SomeApp 7.2"),
        ("curl/8.5.0", "Other", "curl 8.5"),
        ("python-requests/2.34.2", "Other", "Python Requests 2.34"),
        ("Go-http-client/2.0", "Other", "Go-http-client 2.0"),
        ("Java-http-client/17.0.15", "Other", "Java-http-client 17.0"),
        ("ExampleSpider/0.3 (+https://spider.example/about)", "Bot", "ExampleSpider 0.3"),
        ("\ud800\x00bot", "Bot", "bot"),
        ("<script>alert(1)</script>", "Other", "script"),
    ],
)
def test_family_and_product(agent: str, family: str, product: str) -> None:
    assert (agents.family(agent), agents.product(agent)) == (family, product)


@given(st.text(max_size=300))
def test_any_text_has_a_family_and_a_product_that_is_safe_to_show(agent: str) -> None:
    assert agents.family(agent) in agents.FAMILIES
    assert re.fullmatch(r"[A-Za-z0-9 ._+-]{0,60}", agents.product(agent))


@pytest.mark.parametrize("piece", ["(", "a(b)", "compatible; ", "https:/", "x@x-", "scrap ", "bot", "Chrome/1 "])
def test_a_text_made_to_be_slow_is_not(piece: str) -> None:
    agents.family(piece)
    begun = perf_counter()
    for place in range(20):
        agents.family(piece * 100_000 + str(place))
    assert perf_counter() - begun < 1
