"""Machines that mean well: crawlers, monitors, feed readers, partners' and apps' calls to the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ja4dash.simulate import events as made
from ja4dash.simulate import kinds
from ja4dash.simulate.behaviours.base import Sessions, connect
from ja4dash.simulate.events import GET, HEAD, POST, Numbers, choice, owners, paced, skewed
from ja4dash.simulate.looks import SITE_NONE, LookColumns
from ja4dash.simulate.site import GONE, PRODUCTS, site

LONG: Final = 10_000
"""So many requests a connection: it is kept."""


@dataclass(frozen=True)
class Steps:
    """Columns by actor that all machines have: source, look, mean requests a session (between `least` and `most`), mean gap
    (seconds) and its regularity (1: random, 100: a clock), requests a connection."""

    source: Numbers
    look: Numbers
    requests: Numbers
    gap: Numbers
    regularity: Numbers
    per_connection: Numbers
    least: int = 1
    most: int = 400

    def begin(
        self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Events with time, source, look, port and handshake; the session, the place in it and the actor of each."""
        mean = np.maximum(self.requests[sessions.actor] - self.least, 0.01)
        counts = np.minimum(self.least + rng.poisson(rng.gamma(2.5, mean / 2.5)), self.most)
        owner, place = owners(counts)
        actor = sessions.actor[owner]
        events = made.blank(len(owner))
        events["time"] = paced(rng, sessions.start, counts, self.gap[sessions.actor], self.regularity[sessions.actor])
        events["source"], events["look"] = self.source[actor], self.look[actor]
        events["site"] = SITE_NONE
        connect(rng, events, counts, self.per_connection[sessions.actor], looks)
        return events, owner, place, actor


@dataclass(frozen=True)
class Crawling:
    """Crawlers that follow links and sitemaps; `rendering` (0..1, by actor): how often they fetch what a page needs."""

    steps: Steps
    rendering: Numbers

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """Robots file and sitemaps first, then pages."""
        events, _, place, actor = self.steps.begin(rng, sessions, looks)
        count, where = len(events), site()
        luck = rng.random(count)
        pages = choice(rng, np.array([0.58, 0.18, 0.13, 0.04, 0.05, 0.02]), count)
        options = (
            where.products[rng.integers(0, PRODUCTS, count)],
            where.categories[rng.integers(0, len(where.categories), count)],
            where.articles[rng.integers(0, len(where.articles), count)],
            where.info[rng.integers(0, len(where.info), count)],
            where.home[np.zeros(count, np.int32)],
            where.gone[rng.integers(0, GONE, count)],
        )
        target = np.choose(pages, options)
        opening = (place == 0) & (luck < 0.35)
        target[opening] = where.robots[0]
        mapped = (place == 1) & (luck < 0.2)
        target[mapped] = where.sitemaps[rng.integers(0, len(where.sitemaps), int(mapped.sum()))]
        asset = (place > 0) & (rng.random(count) < self.rendering[actor])
        furniture = np.concatenate([where.styles, where.scripts, where.photos[:400, 0]])
        target[asset] = furniture[skewed(rng, int(asset.sum()), len(furniture), 1.5)]
        events["target"] = target
        events["status"] = np.where(target == options[5], 404, np.where(luck > 0.97, 304, 200))
        return events


@dataclass(frozen=True)
class Watching:
    """Monitors and feed readers: the same few targets (`targets`, one of them by actor) again and again."""

    steps: Steps
    targets: Numbers
    heads: Numbers

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """One look at the target; HEAD from those that use it."""
        events, _, _, actor = self.steps.begin(rng, sessions, looks)
        events["target"] = self.targets[actor]
        events["method"] = np.where(self.heads[actor], HEAD, GET)
        events["status"] = np.where(rng.random(len(events)) < 0.002, 503, 200)
        return events


@dataclass(frozen=True)
class Calling:
    """Calls to the API; by actor: share of calls that list (the others ask for single things) and of those that write."""

    steps: Steps
    listing: Numbers
    writing: Numbers
    refused: float = 0.01

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """Lists page by page, single products and stock, orders written."""
        events, owner, place, actor = self.steps.begin(rng, sessions, looks)
        count, where = len(events), site()
        begin = rng.integers(0, len(where.listing), max(sessions.count, 1))
        lists = where.listing[(begin[owner] + place) % len(where.listing)]
        product = skewed(rng, count, PRODUCTS, 1.3)
        single = np.where(rng.random(count) < 0.5, where.catalogue[product], where.stock[product])
        writes = rng.random(count) < self.writing[actor]
        target = np.where(rng.random(count) < self.listing[actor], lists, single)
        signs_in = writes & (place == 0)
        events["target"] = np.where(signs_in, where.token[0], np.where(writes, where.orders[0], target))
        events["kind"] = np.where(writes, kinds.BEACON, kinds.FETCH)
        events["method"] = np.where(writes, POST, GET)
        luck = rng.random(count)
        events["status"] = np.where(luck < self.refused, 401, np.where(luck > 0.995, 429, np.where(writes, 201, 200)))
        return events


@dataclass(frozen=True)
class Apps:
    """A shop's app on people's phones: signing in, products and stock, favourites and events written."""

    steps: Steps

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """The calls of one use of the app."""
        events, _, place, _ = self.steps.begin(rng, sessions, looks)
        count, where = len(events), site()
        product = skewed(rng, count, PRODUCTS)
        luck = rng.random(count)
        single = np.where(luck < 0.5, where.catalogue[product], where.stock[product])
        lists = where.listing[skewed(rng, count, 20, 1.5)]
        writes = (place == 0) | (luck > 0.85)
        written = np.where(place == 0, where.corporate[1], where.feedback[rng.integers(0, 4, count)])
        events["target"] = np.where(writes, written, np.where(rng.random(count) < 0.3, lists, single))
        events["kind"] = np.where(writes, kinds.BEACON, kinds.FETCH)
        events["method"] = np.where(writes, POST, GET)
        events["status"] = np.where(writes, np.where(luck > 0.97, 401, 201), 200)
        return events
