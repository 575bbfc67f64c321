"""Machines that mean harm or hide what they are, each on its own."""

from __future__ import annotations

from typing import Final

import numpy as np

from ja4dash.simulate import attacks
from ja4dash.simulate.behaviours.browsing import Browsing
from ja4dash.simulate.behaviours.hostile import Guessing, Scanning, Scraping
from ja4dash.simulate.behaviours.machines import LONG, Crawling, Steps
from ja4dash.simulate.cast.casting import HOSTING, RENTED_IN, Casting, profiles, steps
from ja4dash.simulate.events import Numbers
from ja4dash.simulate.profiles import captured
from ja4dash.simulate.schedules import HOUR, Bursts

SCANNERS: Final = (
    "go-path-scan-h2", "aiohttp-path-scan-h1", "httpx-h2-path-scan-empty-ua-h2", "curl-cffi-firefox144-path-scan-xff-header-h2",
    "python-requests-h2", "python-urllib-h1", "php-8-2-file-get-contents-h1", "libwww-perl-h1", "curl-7-88-1-by-ip-h2",
    "requests-with-chrome-ua-only-h2", "go-with-firefox-ua-h2",
)  # fmt: skip
GUESSERS: Final = (
    "requests-post-login-x28-chrome-ua-h2", "curl-cffi-chrome142-post-login-x28-h2", "go-post-login-x25-fresh-connection-each-h2",
    "httpx-h2-with-full-chrome-header-set-h2", "tls-client-chrome-152-h2", "python-niquests-h2", "go-with-firefox-ua-h2",
)  # fmt: skip
HEADLESS: Final = (
    "chromium-156-0-8078-79-headless-new-h2", "chromium-156-0-8078-79-headless-new-ua-overridden-to-plain-chrome-h2",
    "chromium-156-0-8078-79-ua-overridden-to-edge-h2", "chromium-156-0-8078-79-ua-overridden-to-safari-h2",
    "firefox-esr-153-7-0-ua-overridden-to-chrome-h2",
)  # fmt: skip
IMPERSONATORS: Final = (
    "curl-cffi-0-16-3-impersonate-chrome145-h2", "curl-cffi-0-16-3-impersonate-chrome136-h2", "rnet-2-4-2-chrome137-h2",
    "curl-cffi-0-16-3-impersonate-firefox144-h2", "curl-cffi-0-16-3-impersonate-safari184-h2", "rnet-2-4-2-edge134-h2",
    "tls-client-chrome-152-psk-h2", "tls-client-firefox-148-h2", "curl-cffi-chrome146-tls-h2-with-firefox-ua-h2",
    "primp-2-0-1-firefox-146-h2",
)  # fmt: skip
ROTATED: Final = (
    "curl-cffi-0-16-3-impersonate-chrome131-h2", "curl-cffi-0-16-3-impersonate-chrome99-h2",
    "curl-cffi-0-16-3-impersonate-firefox135-h2", "curl-cffi-0-16-3-impersonate-safari184-h2",
    "curl-cffi-0-16-3-impersonate-tor145-h2", "curl-cffi-0-16-3-impersonate-chrome120-h2",
)  # fmt: skip
"""The six impersonations between which the captured rotator turned."""

FAKED: Final = (
    ("requests-claiming-googlebot-h2", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    ("go-claiming-gptbot-h2", None),
    ("python-httpx2-h2", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"),
    ("curl-7-88-1-openssl-3-0-h2", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
)


def _sporadic(casting: Casting) -> Bursts:
    """Now and then: up to two stretches a day of twenty minutes to four hours."""
    return Bursts((casting.seed, len(casting.groups)), windows=2, share=0.55, shortest=HOUR / 3, longest=4 * HOUR)


def scanners(casting: Casting, budget: float) -> None:
    """Scanners: tools under their own names, others, or none."""
    rng, count = casting.rng, casting.count(budget, 240, 3)
    source = casting.hosted(count)
    look = casting.looked(profiles(*SCANNERS), count)
    renamed = np.flatnonzero(rng.random(count) < 0.5)
    for actor in renamed:
        stack = profiles(*SCANNERS[4:9])[rng.integers(0, 5)]
        look[actor] = casting.looks.add(stack, user_agent=attacks.USER_AGENTS[rng.integers(0, len(attacks.USER_AGENTS))])
    paces = steps(casting, source, look, requests=(35, 220), gap=(0.1, 5), connection=(1, 10, LONG), least=15)
    claimed = np.array([0, casting.forwarded.add("127.0.0.1"), casting.forwarded.add("198.51.100.250, 10.0.0.3")])
    doing = Scanning(
        paces,
        injecting=rng.choice([0.0, 0.05, 0.5], count),
        host=rng.choice(4, count, p=[0.7, 0.12, 0.1, 0.08]),
        forwarded=claimed[rng.choice(3, count, p=[0.85, 0.08, 0.07])],
    )
    casting.add("scanner", doing, _sporadic(casting), source, budget, malicious=True)


def guessers(casting: Casting, budget: float) -> None:
    """Password guessers: those in a hurry and those with patience."""
    for share, requests, gap in ((0.6, (40, 200), (0.4, 4)), (0.4, (20, 50), (12, 40))):
        rng, count = casting.rng, casting.count(budget * share, 220, 2)
        source = casting.sources.draw(casting.network_rows(count, {**HOSTING, "isp": 0.35}, RENTED_IN, ipv6=0.06))
        look = casting.looked(profiles(*GUESSERS), count)
        paces = steps(casting, source, look, requests=requests, gap=gap, connection=(1, 14, LONG), least=12)
        doing = Guessing(paces, rng.choice([0.0, 0.05, 0.4], count), rng.choice(3, count, p=[0.65, 0.2, 0.15]))
        casting.add("credential_stuffing", doing, _sporadic(casting), source, budget * share, malicious=True)


def _scraping(casting: Casting, source: Numbers, looks: Numbers, paces: Steps) -> Scraping:
    rng, count = casting.rng, len(source)
    return Scraping(paces, looks, rng.random(count) < 0.5, rng.random(count) < 0.3, rng.random(count) < 0.15)


def agent_rotators(casting: Casting, budget: float) -> None:
    """Scrapers with one client and a new User-Agent on every connection."""
    count = casting.count(budget, 260, 2)
    source = casting.hosted(count)
    profile = captured()["requests-new-session-new-ua-per-request-h2"]
    looks = np.array([[casting.looks.add(profile, user_agent=agent) for agent in profile.user_agents]] * count)
    paces = steps(casting, source, looks[:, 0], requests=(30, 140), gap=(0.6, 9), connection=(1, 1, 4), least=12)
    doing = _scraping(casting, source, looks, paces)
    casting.add("ua_rotator", doing, _sporadic(casting), source, budget, malicious=True)


def fingerprint_rotators(casting: Casting, budget: float) -> None:
    """Scrapers that turn between six impersonations, handshake and headers alike."""
    count = casting.count(budget, 260, 2)
    source = casting.hosted(count)
    looks = np.array([[casting.looks.add(profile) for profile in profiles(*ROTATED)]] * count)
    looks = casting.rng.permuted(looks, axis=1)
    paces = steps(casting, source, looks[:, 0], requests=(30, 140), gap=(0.8, 10), connection=(1, 3, 8), least=12)
    doing = _scraping(casting, source, looks, paces)
    casting.add("ja4_rotator", doing, _sporadic(casting), source, budget, malicious=True)


def impersonators(casting: Casting, budget: float) -> None:
    """Scrapers whose one impersonation is nearly perfect."""
    count = casting.count(budget, 160, 2)
    source = casting.sources.draw(casting.network_rows(count, {**HOSTING, "isp": 0.3}, RENTED_IN, ipv6=0.1))
    look = casting.looked(profiles(*IMPERSONATORS), count)
    paces = steps(casting, source, look, requests=(20, 70), gap=(3, 22), connection=(5, LONG), least=12)
    doing = _scraping(casting, source, look[:, None], paces)
    casting.add("impersonator", doing, _sporadic(casting), source, budget, malicious=True)


def fake_crawlers(casting: Casting, budget: float) -> None:
    """Scrapers that say they are a crawler, from where that crawler never comes."""
    count = casting.count(budget, 240, 2)
    source = casting.hosted(count)
    looks = [casting.looks.add(captured()[stack], user_agent=agent) for stack, agent in FAKED]
    look = np.array(looks)[casting.rng.integers(0, len(looks), count)]
    paces = steps(casting, source, look, requests=(25, 120), gap=(0.5, 12), connection=(1, 10, LONG), least=12)
    doing = Crawling(paces, np.zeros(count))
    casting.add("fake_crawler", doing, _sporadic(casting), source, budget, malicious=True)


def headless(casting: Casting, budget: float) -> None:
    """Browsers without a person."""
    count = casting.count(budget, 300, 2)
    source = casting.hosted(count)
    doing = driven(casting, source, casting.looked(profiles(*HEADLESS), count))
    casting.add("headless", doing, _sporadic(casting), source, budget, malicious=True)


def driven(casting: Casting, source: Numbers, look: Numbers) -> Browsing:
    """Browsers that a program drives: straight to the goods, at the program's pace, often with nothing kept."""
    rng, count = casting.rng, len(source)
    return Browsing(
        source=source,
        look=look,
        pages=rng.uniform(6, 18, count),
        think=np.exp(rng.uniform(np.log(1.2), np.log(12), count)),
        regularity=rng.uniform(0.6, 0.97, count),
        latency=0.03 * rng.lognormal(0, 0.4, count),
        tracked=rng.random(count) < 0.7,
        refers=rng.random(count) < 0.5,
        caches=rng.random(count) < 0.4,
        forwarded=np.zeros(count, np.int32),
        direct=0.95,
        returning=0.1,
        entry=np.array([0.1, 0.3, 0.5, 0.08, 0, 0, 0, 0, 0, 0.02]),
        next=np.array([0.01, 0.25, 0.65, 0.08, 0, 0, 0, 0, 0, 0.01]),
    )
