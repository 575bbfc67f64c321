"""Fleets: machines of one hand over several networks, with one fingerprint, bursts together and quiet times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ja4dash.simulate.behaviours.base import Behaviour
from ja4dash.simulate.behaviours.hostile import Guessing, Scanning, Scraping
from ja4dash.simulate.behaviours.machines import LONG, Crawling
from ja4dash.simulate.cast.casting import ELSEWHERE, MARKETS, RENTED_IN, RESIDENTIAL, Casting, profiles, steps
from ja4dash.simulate.cast.hostile import driven
from ja4dash.simulate.events import Numbers
from ja4dash.simulate.networks import UNLABELLED, networks
from ja4dash.simulate.schedules import HOUR, Bursts

_RENTED: Final = {"datacenter": 0.8, UNLABELLED: 0.2}
_BORROWED: Final = {**ELSEWHERE, **{country: share / 4 for country, share in MARKETS.items()}}

Doing = Callable[[Casting, Numbers, Numbers], Behaviour]


@dataclass(frozen=True)
class Trade:
    """What a fleet is for: its stacks (one is drawn), where its machines are, requests a day of a machine, how many networks."""

    name: str
    stacks: tuple[str, ...]
    labels: Mapping[str, float]
    countries: Mapping[str, float]
    daily: float
    asns: tuple[int, int]
    doing: Doing


def _guessing(casting: Casting, source: Numbers, look: Numbers) -> Behaviour:
    paces = steps(casting, source, look, requests=(9, 20), gap=(9, 35), connection=(1, LONG), least=6)
    count = len(source)
    return Guessing(paces, np.full(count, casting.rng.choice([0.0, 0.3])), np.full(count, casting.rng.integers(0, 2)))


def _scraping(casting: Casting, source: Numbers, look: Numbers, *, api: bool, buying: float) -> Behaviour:
    count = len(source)
    paces = steps(casting, source, look, requests=(14, 32), gap=(2, 14), connection=(6, LONG), least=8)
    refers = np.full(count, casting.rng.random() < 0.4)
    return Scraping(paces, look[:, None], np.full(count, casting.rng.random() < 0.7), refers, np.full(count, api), buying)


def _harvesting(casting: Casting, source: Numbers, look: Numbers) -> Behaviour:
    return _scraping(casting, source, look, api=False, buying=0)


def _hoarding(casting: Casting, source: Numbers, look: Numbers) -> Behaviour:
    return _scraping(casting, source, look, api=True, buying=0.25)


def _probing(casting: Casting, source: Numbers, look: Numbers) -> Behaviour:
    count = len(source)
    paces = steps(casting, source, look, requests=(10, 24), gap=(3, 20), connection=(1,), least=7)
    nowhere = np.zeros(count, np.int32)
    return Scanning(paces, np.full(count, casting.rng.choice([0.0, 0.3])), nowhere, nowhere)


def _pretending(casting: Casting, source: Numbers, look: Numbers) -> Behaviour:
    paces = steps(casting, source, look, requests=(14, 30), gap=(1, 9), connection=(10, LONG), least=8)
    return Crawling(paces, np.zeros(len(source)))


def _farming(casting: Casting, source: Numbers, look: Numbers) -> Behaviour:
    return driven(casting, source, look)


TRADES: Final = (
    Trade(
        "guessing",
        ("curl-cffi-chrome142-post-login-x28-h2", "tls-client-firefox-148-h2", "httpx-h2-with-full-chrome-header-set-h2"),
        RESIDENTIAL,
        _BORROWED,
        40,
        (7, 16),
        _guessing,
    ),
    Trade(
        "harvesting",
        ("go-with-firefox-ua-h2", "requests-with-chrome-ua-only-h2", "curl-cffi-0-16-3-impersonate-chrome124-h2"),
        _RENTED,
        RENTED_IN,
        70,
        (3, 7),
        _harvesting,
    ),
    Trade(
        "hoarding",
        ("tls-client-brave-146-h2", "tls-client-okhttp4-android-13-h2", "rnet-2-4-2-firefox139-h2"),
        RESIDENTIAL,
        _BORROWED,
        60,
        (6, 14),
        _hoarding,
    ),
    Trade(
        "probing",
        ("php-8-2-file-get-contents-h1", "libwww-perl-h1", "curl-7-88-1-tls-max-1-2-i-h2"),
        {**RESIDENTIAL, "datacenter": 0.3},
        _BORROWED,
        40,
        (5, 14),
        _probing,
    ),
    Trade(
        "farming",
        (
            "chromium-156-0-8078-79-headless-new-ua-overridden-to-plain-chrome-h2",
            "firefox-esr-153-7-0-ua-overridden-to-chrome-h2",
        ),
        {**_RENTED, "vpn": 0.1},
        RENTED_IN,
        220,
        (3, 6),
        _farming,
    ),
    Trade("pretending", ("go-claiming-gptbot-h2", "requests-claiming-googlebot-h2"), _RENTED, RENTED_IN, 70, (3, 6), _pretending),
)


def fleets(casting: Casting, budget: float) -> None:
    """Three to five fleets of different trades, larger and smaller ones."""
    rng = casting.rng
    trades = rng.permutation(len(TRADES))[: rng.integers(3, 6)]
    shares = 0.5 / len(trades) + 0.5 * rng.dirichlet(np.full(len(trades), 3.0))
    for number, (place, share) in enumerate(zip(trades, shares, strict=True), 1):
        _fleet(casting, number, TRADES[place], budget * float(share))


def _fleet(casting: Casting, number: int, trade: Trade, budget: float) -> None:
    rng = casting.rng
    count = casting.count(budget, trade.daily, 6)
    source = casting.sources.draw(_spread(casting, trade, count))
    look = np.full(count, casting.looked(profiles(*trade.stacks), 1)[0])
    schedule = Bursts(
        (casting.seed, len(casting.groups)),
        windows=int(rng.integers(2, 4)),
        share=0.75,
        shortest=0.7 * HOUR,
        longest=float(rng.uniform(2, 4.5)) * HOUR,
        quiet=float(rng.choice([0.0, 0.04])),
        together=True,
    )
    casting.add(
        f"fleet_{trade.name}",
        trade.doing(casting, source, look),
        schedule,
        source,
        budget,
        activity=rng.lognormal(0, 0.25, count),
        malicious=True,
        coordinated=f"fleet-{number}-{trade.name}",
    )


def _spread(casting: Casting, trade: Trade, count: int) -> Numbers:
    """Rows of `networks()` for the members: a few AS numbers, each used."""
    rng, known = casting.rng, networks()
    wanted = min(int(rng.integers(*trade.asns, endpoint=True)), count)
    found = known.asn[casting.network_rows(wanted * 40, trade.labels, trade.countries, ipv6=0.05)]
    chosen = list(dict.fromkeys(found.tolist()))[:wanted]
    places = np.concatenate([np.arange(len(chosen)), rng.integers(0, len(chosen), count - len(chosen))])
    rows = [rng.choice(np.flatnonzero(known.asn == chosen[place])) for place in places]
    return np.array(rows)
