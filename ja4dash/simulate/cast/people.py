"""People: at home, on the move, at work, through a tunnel; with browsers, the shop's app, or a tool they try out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from ja4dash.simulate.behaviours.browsing import people
from ja4dash.simulate.behaviours.machines import Apps, Crawling
from ja4dash.simulate.cast.casting import MARKETS, RENTED_IN, RESIDENTIAL, Casting, profiles, steps
from ja4dash.simulate.events import Numbers
from ja4dash.simulate.networks import clock_offsets
from ja4dash.simulate.profiles import CHROMIUM_H1, CHROMIUM_TLS12, FIREFOX_H1, FIREFOX_TLS12, devices
from ja4dash.simulate.schedules import HOME_HOURS, MOBILE_HOURS, OFFICE_HOURS, Daily

TOOLS: Final = (
    "curl-7-88-1-openssl-3-0-h2", "curl-7-88-1-http1-1-h1", "gnu-wget-1-21-3-r-h1", "python-requests-h2", "python-urllib-h1",
)  # fmt: skip
"""What people try things out with."""

_DAILY_OF_A_DEVICE: Final = 22.0
"""Requests a day of a device: 0.6 visits."""


def _addresses(casting: Casting, count: int, most: int, ipv6: float) -> Numbers:
    """A source for each device: up to `most` behind one IPv4 address, each its own in an IPv6 network."""
    sizes = 1 + (most * casting.rng.random(count) ** 2.2).astype(np.int64)
    households = int(np.searchsorted(np.cumsum(sizes), count)) + 1
    rows = casting.network_rows(households, RESIDENTIAL, MARKETS, ipv6)
    gateway = casting.sources.draw(rows)
    owner = np.repeat(np.arange(households), sizes[:households])[:count]
    source = gateway[owner]
    address = casting.sources.columns()[0]
    alone = (address[source, 0] != 0) & (np.diff(owner, prepend=-1) == 0)
    source[alone] = casting.sources.neighbours(source[alone])
    return source


def _ahead(casting: Casting, source: Numbers) -> Numbers:
    offsets = clock_offsets()
    return np.array([offsets.get(country, 0.0) for country in casting.countries(source)])


def home(casting: Casting, budget: float) -> None:
    """People at home: one to four devices behind an address, the evening is theirs."""
    source = _addresses(casting, casting.count(budget, _DAILY_OF_A_DEVICE, 20), most=4, ipv6=0.3)
    look = casting.carried(devices(), source)
    schedule = Daily(HOME_HOURS, 1.25, _ahead(casting, source))
    casting.add("person", people(casting.rng, source, look), schedule, source, budget, activity=_habits(casting, source))


def mobile(casting: Casting, budget: float) -> None:
    """People on the move: phones, many of them behind one address of their carrier."""
    source = _addresses(casting, casting.count(budget, _DAILY_OF_A_DEVICE, 10), most=12, ipv6=0.4)
    look = casting.carried([device for device in devices() if device.mobile], source)
    schedule = Daily(MOBILE_HOURS, 1.1, _ahead(casting, source))
    doing = people(casting.rng, source, look, latency=0.25)
    casting.add("person", doing, schedule, source, budget, activity=_habits(casting, source))


def office(casting: Casting, budget: float) -> None:
    """People at work: many desks behind one address, some behind a proxy that speaks HTTP/1.1 or TLS 1.2 for them."""
    source = _addresses(casting, casting.count(budget, _DAILY_OF_A_DEVICE, 8), most=25, ipv6=0.05)
    proxied = {CHROMIUM_H1, CHROMIUM_TLS12, FIREFOX_H1, FIREFOX_TLS12}
    desks = [
        replace(device, share=device.share * (4 if any(name in device.profile.name for name in proxied) else 1))
        for device in devices()
        if not device.mobile
    ]
    inside = [casting.forwarded.add(f"10.{n % 9}.{n % 31}.{10 + n}") for n in range(40)]
    passes = casting.rng.random(len(source)) < 0.2
    forwarded = np.where(passes, np.array(inside)[casting.rng.integers(0, 40, len(source))], 0)
    doing = people(casting.rng, source, casting.carried(desks, source), forwarded=forwarded, corporate=0.6)
    schedule = Daily(OFFICE_HOURS, 0.12, _ahead(casting, source))
    casting.add("person", doing, schedule, source, budget, activity=_habits(casting, source))


def tunnelled(casting: Casting, budget: float) -> None:
    """People who come through rented machines: privacy networks, cloud desktops."""
    count = casting.count(budget, _DAILY_OF_A_DEVICE, 4)
    labels = {"datacenter": 0.7, "vpn": 0.2, "hosting": 0.1}
    gateways = casting.sources.draw(casting.network_rows(max(1, count // 2), labels, RENTED_IN, ipv6=0.1))
    source = gateways[casting.rng.integers(0, len(gateways), count)]
    look = casting.carried([device for device in devices() if not device.mobile], source)
    schedule = Daily(HOME_HOURS, 1.2, np.ones(count))
    casting.add("person", people(casting.rng, source, look), schedule, source, budget, activity=_habits(casting, source))


def _habits(casting: Casting, source: Numbers) -> Numbers:
    return casting.rng.lognormal(0, 0.9, len(source))


def apps(casting: Casting, budget: float) -> None:
    """The shop's own app."""
    source = _addresses(casting, casting.count(budget, 18, 4), most=10, ipv6=0.4)
    look = casting.looked(profiles("rnet-2-4-2-okhttp4-12-h2"), len(source))
    doing = Apps(steps(casting, source, look, requests=(5, 16), gap=(1.5, 9), regularity=0.7))
    casting.add("app_user", doing, Daily(MOBILE_HOURS, 1.1, _ahead(casting, source)), source, budget)


def tinkerers(casting: Casting, budget: float) -> None:
    """People who try something out with a tool."""
    count = casting.count(budget, 40, 2)
    source = casting.sources.draw(casting.network_rows(count, RESIDENTIAL, MARKETS))
    look = casting.looked(profiles(*TOOLS), count)
    doing = Crawling(steps(casting, source, look, requests=(2, 9), gap=(5, 60), regularity=0.8), np.full(count, 0.05))
    casting.add("developer", doing, Daily(OFFICE_HOURS, 0.5, _ahead(casting, source)), source, budget)
