"""Machines that mean harm or hide what they are: scanners, password guessers, scrapers, crawlers that are not who they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ja4dash.simulate import attacks, kinds
from ja4dash.simulate.behaviours.base import Sessions, connect
from ja4dash.simulate.behaviours.machines import Steps
from ja4dash.simulate.events import POST, Numbers, skewed
from ja4dash.simulate.looks import LookColumns
from ja4dash.simulate.site import GONE, PRODUCTS, site


@dataclass(frozen=True)
class Scanning:
    """Word lists against a host; by actor: share of payloads in parameters, host (row of the word lists), and what it
    claims in X-Forwarded-For (0: nothing)."""

    steps: Steps
    injecting: Numbers
    host: Numbers
    forwarded: Numbers

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """A run through the word list from anywhere, in steps that differ from scanner to scanner."""
        events, owner, place, actor = self.steps.begin(rng, sessions, looks)
        count, where = len(events), site()
        words = where.wordlists.shape[1]
        begin = rng.integers(0, words, max(sessions.count, 1))
        step = rng.choice([1, 1, 2, 5, 7], max(sessions.count, 1))
        word = (begin[owner] + place * step[owner]) % words
        hostile = rng.random(count) < self.injecting[actor]
        payload = where.injections[rng.integers(0, len(where.injections), count)]
        events["target"] = np.where(hostile, payload, where.wordlists[self.host[actor], word])
        forbidden = np.isin(word, list(attacks.FORBIDDEN))
        answer = np.where(rng.random(count) < 0.3, 400, 200)
        events["status"] = np.where(hostile, answer, np.where(forbidden, 403, 404))
        events["method"] = np.where(rng.random(count) < 0.06, POST, 0)
        events["forwarded"] = self.forwarded[actor]
        return events


@dataclass(frozen=True)
class Guessing:
    """Passwords tried at a login; by actor: how often the form is fetched first, and which login (0 shop, 1 accounts, 2 API)."""

    steps: Steps
    fetching: Numbers
    login: Numbers
    lucky: float = 0.004

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """POST after POST, nearly all refused; those that hurry are held back."""
        events, _, place, actor = self.steps.begin(rng, sessions, looks)
        count, where = len(events), site()
        forms = np.array([where.login[0], where.corporate[0], where.token[0]])
        fetched = rng.random(count) < self.fetching[actor]
        luck = rng.random(count)
        hurried = (self.steps.gap[actor] < 3) & (place > 25) & (luck > 0.6)
        events["target"] = forms[self.login[actor]]
        events["method"] = np.where(fetched, 0, POST)
        events["kind"] = np.where(fetched, kinds.DOCUMENT, kinds.FORM)
        refused = np.where(hurried, 429, np.where(luck < self.lucky, 302, 401))
        events["status"] = np.where(fetched, 200, refused)
        return events


@dataclass(frozen=True)
class Scraping:
    """Products and shelves taken page by page. `looks_by_actor` (actors × n) rotates from connection to connection.

    By actor: `sorted_`: goes through the catalogue in order; `refers`: says it comes from the shelf; `api`: takes data
    instead of pages.
    """

    steps: Steps
    looks_by_actor: Numbers
    sorted_: Numbers
    refers: Numbers
    api: Numbers
    buying: float = 0.0

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """Pages without what belongs to them."""
        events, owner, place, actor = self.steps.begin(rng, sessions, looks)
        count, where = len(events), site()
        connection = place // self.steps.per_connection[actor]
        begin = rng.integers(0, PRODUCTS, max(sessions.count, 1))
        turn = (begin[owner] + connection) % self.looks_by_actor.shape[1]
        events["look"] = self.looks_by_actor[actor, turn]
        counts = np.bincount(owner, minlength=sessions.count)
        connect(rng, events, counts, self.steps.per_connection[sessions.actor], looks)
        product = np.where(self.sorted_[actor], (begin[owner] + place) % PRODUCTS, rng.integers(0, PRODUCTS, count))
        shelf = where.categories[skewed(rng, count, len(where.categories), 1.2)]
        pages = np.where(rng.random(count) < 0.15, shelf, where.products[product])
        data = np.where(rng.random(count) < 0.6, where.stock[product], where.items[product % len(where.items)])
        events["target"] = np.where(self.api[actor], data, pages)
        events["kind"] = np.where(self.api[actor], kinds.FETCH, kinds.DOCUMENT)
        events["referer"] = np.where(self.refers[actor], where.referer[shelf], 0)
        events["status"] = self._answer(rng, events)
        self._buy(rng, events)
        return events

    def _answer(self, rng: np.random.Generator, events: Numbers) -> Numbers:
        luck = rng.random(len(events))
        dead = luck < 0.012
        events["target"][dead] = site().gone[rng.integers(0, GONE, int(dead.sum()))]
        return np.where(dead, 404, np.where(luck > 0.985, 429, 200))

    def _buy(self, rng: np.random.Generator, events: Numbers) -> None:
        bought = rng.random(len(events)) < self.buying
        events["target"][bought] = site().add_to_cart[0]
        events["method"][bought], events["kind"][bought], events["status"][bought] = POST, kinds.BEACON, 200
