"""Visitors that are easily mistaken, on both sides: people whose browser contradicts itself, and machines that hardly do.

No part of a simulation unless a world is asked for them: the evaluation measures with them where the detector errs.
"""

from __future__ import annotations

import numpy as np

from ja4dash.simulate.behaviours.browsing import people
from ja4dash.simulate.behaviours.hostile import Guessing
from ja4dash.simulate.behaviours.machines import LONG
from ja4dash.simulate.cast.casting import HOSTING, MARKETS, RENTED_IN, RESIDENTIAL, Casting, profiles, steps
from ja4dash.simulate.cast.hostile import GUESSERS, IMPERSONATORS, driven
from ja4dash.simulate.schedules import HOME_HOURS, HOUR, OFFICE_HOURS, Bursts, Daily

SWITCHED = (
    "firefox-esr-153-7-0-ua-overridden-to-chrome-h2",
    "chromium-156-0-8078-79-ua-overridden-to-edge-h2",
    "chromium-156-0-8078-79-ua-overridden-to-safari-h2",
)
"""Browsers under another one's name: some people's extension does that, and some people's scraper."""

INSPECTED = ("httpx-h2-with-full-chrome-header-set-h2", "requests-with-chrome-ua-only-h2")
"""A library's handshake with a browser's headers: what a proxy that breaks TLS open shows, and a password guesser."""


def switchers(casting: Casting, budget: float) -> None:
    """People at home who let their browser pass for another."""
    source = casting.sources.draw(casting.network_rows(casting.count(budget, 22, 12), RESIDENTIAL, MARKETS))
    look = casting.looked(profiles(*SWITCHED), len(source))
    schedule = Daily(HOME_HOURS, 1.2, np.ones(len(source)))
    casting.add("switched_person", people(casting.rng, source, look), schedule, source, budget)


def inspected(casting: Casting, budget: float) -> None:
    """People at work behind a proxy that opens TLS and speaks for them, a few to an address."""
    count = casting.count(budget, 22, 12)
    gateways = casting.sources.draw(casting.network_rows(max(4, count // 4), RESIDENTIAL, MARKETS, ipv6=0.05))
    source = gateways[casting.rng.integers(0, len(gateways), count)]
    look = casting.looked(profiles(*INSPECTED), count)
    doing = people(casting.rng, source, look, corporate=0.6)
    casting.add("inspected_person", doing, Daily(OFFICE_HOURS, 0.12, np.ones(count)), source, budget)


def patient_guessers(casting: Casting, budget: float) -> None:
    """Password guessers with two or three tries an address and day, from many homes."""
    source = casting.sources.draw(casting.network_rows(casting.count(budget, 7, 12), RESIDENTIAL, MARKETS))
    count = len(source)
    look = casting.looked(profiles(*GUESSERS), count)
    paces = steps(casting, source, look, requests=(2, 4), gap=(20, 90), connection=(1, LONG), least=2, most=4)
    doing = Guessing(paces, np.full(count, 0.5), casting.rng.choice(2, count, p=[0.7, 0.3]))
    schedule = Bursts((casting.seed, len(casting.groups)), windows=3, share=0.7, shortest=HOUR, longest=4 * HOUR, quiet=0.2)
    casting.add("patient_guesser", doing, schedule, source, budget, malicious=True)


def careful_scrapers(casting: Casting, budget: float) -> None:
    """Scrapers whose impersonation loads what belongs to a page, a few pages at a time."""
    labels = {name: share / 2 for name, share in HOSTING.items()} | {"isp": 0.55}
    source = casting.sources.draw(casting.network_rows(casting.count(budget, 120, 12), labels, RENTED_IN, ipv6=0.1))
    doing = driven(casting, source, casting.looked(profiles(*IMPERSONATORS), len(source)))
    schedule = Bursts((casting.seed, len(casting.groups)), windows=3, share=0.7, shortest=HOUR, longest=4 * HOUR, quiet=0.2)
    casting.add("careful_scraper", doing, schedule, source, budget, malicious=True)
