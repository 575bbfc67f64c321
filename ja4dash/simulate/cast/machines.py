"""Machines that mean well: crawlers from their published ranges, bots that say who they are, monitors, partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ja4dash.simulate.behaviours.machines import LONG, Calling, Crawling, Watching
from ja4dash.simulate.cast.casting import HOSTING, MARKETS, RENTED_IN, Casting, profiles, steps
from ja4dash.simulate.profiles import captured
from ja4dash.simulate.schedules import Always, Clock
from ja4dash.simulate.site import site


@dataclass(frozen=True)
class Crawler:
    """A crawler: its name in the list of published ranges, its share of the crawling (per cent), how often it fetches what a page
    needs (0..1), the captured stack that stands in for its own, and what it calls itself."""

    bot: str
    share: float
    rendering: float
    stack: str
    user_agent: str


_WEBKIT: Final = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko"

CRAWLERS: Final = (
    Crawler(
        "googlebot",
        28,
        0.25,
        "go-1-19-8-net-http-h2-h2",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ),
    Crawler(
        "bingbot",
        20,
        0.15,
        "openjdk-17-httpclient-h2-httpsurlconnection-h1-h2",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    ),
    Crawler(
        "duckduckbot",
        6,
        0.0,
        "libwww-perl-h1",
        "Mozilla/5.0 (compatible; DuckDuckBot-Https/1.1; https://duckduckgo.com/duckduckbot)",
    ),
    Crawler("applebot", 8, 0.2, "got-http2-h2", "Mozilla/5.0 (compatible; Applebot/0.3; +http://www.apple.com/go/applebot)"),
    Crawler(
        "openai-gptbot", 11, 0.0, "go-1-19-8-net-http-h1-h1", f"{_WEBKIT}; compatible; GPTBot/1.0; +https://openai.com/gptbot)"
    ),
    Crawler(
        "openai-searchbot",
        4,
        0.0,
        "go-1-19-8-net-http-h1-h1",
        f"{_WEBKIT}); compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot",
    ),
    Crawler(
        "perplexitybot",
        4,
        0.0,
        "python-httpx2-h2",
        f"{_WEBKIT}; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
    ),
    Crawler(
        "common-crawl", 5, 0.0, "openjdk-17-httpclient-h2-httpsurlconnection-h1-h1", "CCBot/2.0 (https://commoncrawl.org/faq/)"
    ),
    Crawler(
        "qwantbot", 4, 0.0, "ruby-net-http-h1", "Mozilla/5.0 (compatible; Qwantify/Bleriot/1.2.1; +https://help.qwant.com/bot)"
    ),
    Crawler(
        "mojeekbot", 3, 0.0, "curl-7-88-1-http1-1-h1", "Mozilla/5.0 (compatible; MojeekBot/0.6; +https://www.mojeek.com/bot.html)"
    ),
    Crawler(
        "internet-archive",
        4,
        0.3,
        "python-pycurl-h2",
        "Mozilla/5.0 (compatible; special_archiver/3.1.1 +http://www.archive.org/details/archive.org_bot)",
    ),
)


DECLARED: Final = (
    ("aiohttp-self-declared-crawler-h1", "ExampleSpider/0.3 (+https://spider.example/about)"),
    ("python-requests-h2", "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)"),
    ("node-20-20-fetch-h1", "Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)"),
)
"""Machines that say who they are, from anywhere."""

PARTNERS: Final = (
    "python-requests-h2", "python-httpx1-h1", "python-httpx2-h2", "python-aiohttp-h1", "go-1-19-8-net-http-h2-h2",
    "go-1-19-8-net-http-h1-h1", "openjdk-17-httpclient-h2-httpsurlconnection-h1-h2", "node-20-20-fetch-h1", "axios-h1",
    "php-8-2-curl-ext-h2", "ruby-net-http-h1", "libwww-perl-h1", "got-http2-h2", "node-20-20-https-h1",
)  # fmt: skip
"""Stacks of partners that use the API."""
_UPTIME_ROBOT: Final = "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)"
_WATCHERS: Final = ("curl-7-88-1-http1-1-h1", "node-20-20-http2-h2", "go-1-19-8-net-http-h1-h1")


def crawlers(casting: Casting, budget: float) -> None:
    """Crawlers, each from its published ranges."""
    total = sum(crawler.share for crawler in CRAWLERS)
    shares = np.array([crawler.share / total for crawler in CRAWLERS])
    found = [
        casting.sources.published(crawler.bot, casting.count(budget * share, 160))
        for crawler, share in zip(CRAWLERS, shares.tolist(), strict=True)
    ]
    counts = [len(numbers) for numbers in found]
    looks = [casting.looks.add(captured()[crawler.stack], crawler.user_agent) for crawler in CRAWLERS]
    source, look = np.concatenate(found), np.repeat(looks, counts)
    paces = steps(casting, source, look, requests=(10, 45), gap=(3, 28), connection=(8, 40, LONG))
    doing = Crawling(paces, np.repeat([crawler.rendering for crawler in CRAWLERS], counts))
    casting.add("crawler", doing, Always(), source, budget, activity=np.repeat(shares / counts, counts))


def declared(casting: Casting, budget: float) -> None:
    """Bots that say who they are, from rented machines."""
    count = casting.count(budget, 150, 2)
    source = casting.hosted(count)
    looks = [casting.looks.add(captured()[stack], user_agent=agent) for stack, agent in DECLARED]
    look = np.array(looks)[casting.rng.integers(0, len(looks), count)]
    paces = steps(casting, source, look, requests=(4, 25), gap=(4, 30), connection=(1, LONG))
    casting.add("declared_bot", Crawling(paces, np.zeros(count)), Always(), source, budget)


def monitors(casting: Casting, budget: float) -> None:
    """Monitors, a third each of two known services, the others from rented machines."""
    count = casting.count(budget, 480, 2)
    robots = casting.sources.published("uptime-robot", count // 3)
    daemons = casting.sources.published("updown", count // 3)
    others = casting.hosted(max(1, count - len(robots) - len(daemons)))
    parts = [
        (robots, casting.looked(profiles("php-8-2-curl-ext-h2"), len(robots), _UPTIME_ROBOT)),
        (daemons, casting.looked(profiles("ruby-net-http-h1"), len(daemons), "updown.io daemon 2.11")),
        (others, casting.looked(profiles(*_WATCHERS), len(others))),
    ]
    source, look = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    count = len(source)
    where = site()
    targets = np.concatenate([where.health, where.home, where.feeds[:1], where.corporate[:1]])[casting.rng.integers(0, 6, count)]
    paces = steps(casting, source, look, requests=(1, 1.01), gap=(0.5, 1), connection=(1,))
    doing = Watching(paces, targets, casting.rng.random(count) < 0.4)
    schedule = Clock(casting.rng.random(count), jitter=0.6)
    casting.add("monitor", doing, schedule, source, budget, activity=casting.rng.choice([1.0, 1.0, 2.0, 0.4], count))


def partners(casting: Casting, budget: float) -> None:
    """Partners' systems at the API, like clockwork."""
    count = casting.count(budget, 350, 2)
    near = casting.network_rows(count, {**HOSTING, "isp": 0.3}, MARKETS, ipv6=0.1)
    far = casting.network_rows(count, HOSTING, RENTED_IN, ipv6=0.1)
    source = casting.sources.draw(np.where(casting.rng.random(count) < 0.6, near, far))
    look = casting.looked(profiles(*PARTNERS), count)
    paces = steps(casting, source, look, requests=(1.5, 14), gap=(0.15, 2.5), connection=(1, 5, LONG, LONG))
    rng = casting.rng
    doing = Calling(paces, listing=rng.random(count), writing=rng.random(count) ** 3)
    casting.add("api_client", doing, Clock(rng.random(count), jitter=4), source, budget)
