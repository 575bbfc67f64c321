"""Browsing: pages with their sub-resources, think times, referers and connections. People do it, and what drives a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ja4dash.simulate import events as made
from ja4dash.simulate import kinds
from ja4dash.simulate.behaviours.base import Sessions
from ja4dash.simulate.events import GET, POST, Numbers, choice, joined, owners, running, skewed
from ja4dash.simulate.looks import CROSS_SITE, SAME_ORIGIN, SAME_SITE, SITE_NONE, LookColumns
from ja4dash.simulate.site import ENTRANCES, GONE, PRODUCTS, site

HOME, SHELF, PRODUCT, SEARCH, ARTICLE, CART, CHECKOUT, LOGIN, ACCOUNT, INFO = range(10)

ENTRY: Final = np.array([0.33, 0.13, 0.3, 0.02, 0.12, 0.01, 0, 0.03, 0.02, 0.04])
"""Where a visit begins, by kind of page."""

NEXT: Final = np.array([0.06, 0.23, 0.4, 0.09, 0.05, 0.06, 0.02, 0.03, 0.03, 0.03])
"""Where it goes on."""

# Sub-resources of a page: two stylesheets, two scripts, logo, icon, three photos, six thumbnails, data, tracking.
_PARTS: Final = 17
_ON_FIRST: Final = np.array([0.97, 0.9, 0.97, 0.94, 0.93, 0.7, *[0.0] * 3, *[0.0] * 6, 0.85, 0.9])
_ON_LATER: Final = np.array([0.05, 0.03, 0.05, 0.04, 0.03, 0.01, *[0.0] * 3, *[0.0] * 6, 0.75, 0.9])
_PHOTOS, _THUMBS, _DATA, _TRACK = slice(6, 9), slice(9, 15), 15, 16
_KIND: Final = np.array([kinds.STYLE] * 2 + [kinds.SCRIPT] * 2 + [kinds.IMAGE] * 11 + [kinds.FETCH, kinds.BEACON], np.int8)
_DELAY: Final = np.array([0.05, 0.06, 0.06, 0.07, 0.12, 0.5, *[0.2] * 3, *[0.25] * 6, 0.4, 1.2])
"""Seconds after the page on an idle line, before the visitor's own latency."""

IDLE: Final = 90.0
"""Seconds after which a browser's connection is gone and the next page opens a new one."""


@dataclass(frozen=True)
class Browsing:
    """Visitors with browsers. Columns are by actor, unless said otherwise.

    pages: mean pages a visit · think: median seconds on a page · regularity: 0 = human spread, 1 = a timer ·
    latency: seconds · tracked: runs the tracking script · refers: sends a Referer at all · caches: keeps what it
    loaded · forwarded: what its proxy says in X-Forwarded-For
    """

    source: Numbers
    look: Numbers
    pages: Numbers
    think: Numbers
    regularity: Numbers
    latency: Numbers
    tracked: Numbers
    refers: Numbers
    caches: Numbers
    forwarded: Numbers
    direct: float = 0.45
    returning: float = 0.35
    corporate: float = 0.12
    entry: Numbers | None = None
    next: Numbers | None = None
    most_pages: int = 60

    def events(self, rng: np.random.Generator, sessions: Sessions, looks: LookColumns) -> Numbers:
        """Pages, their parts, and the forms that are sent."""
        visit = _Visit(rng, self, sessions, looks)
        return joined([visit.documents(), visit.parts(), visit.forms()])


class _Visit:
    """The page views of some sessions, and what follows from them."""

    def __init__(self, rng: np.random.Generator, who: Browsing, sessions: Sessions, looks: LookColumns) -> None:
        self.rng, self.who, self.looks = rng, who, looks
        actor = sessions.actor
        self.counts = np.clip(rng.geometric(np.minimum(1 / who.pages[actor], 1.0)), 1, who.most_pages)
        self.owner, self.place = owners(self.counts)
        self.actor = actor[self.owner]
        self.first = self.place == 0
        self.time = self._times(sessions.start)
        self.page = np.where(self.first, self._pages(who.entry, ENTRY), self._pages(who.next, NEXT))
        self.product = skewed(rng, len(self.owner), PRODUCTS)
        self.target = self._targets()
        self._connections(sessions.count)

    def _times(self, start: Numbers) -> Numbers:
        spread = 0.9 * (1 - self.who.regularity[self.actor])
        think = self.who.think[self.actor] * np.exp(spread * self.rng.standard_normal(len(self.owner)))
        self.gap = np.where(self.first, 0, think)
        times: Numbers = start[self.owner] + running(self.gap, self.counts)
        return times

    def _pages(self, own: Numbers | None, usual: Numbers) -> Numbers:
        return choice(self.rng, usual if own is None else own, len(self.owner))

    def _targets(self) -> Numbers:
        place, count = site(), len(self.owner)
        options = {
            HOME: np.where(self.rng.random(count) < 0.1, place.landing[self.rng.integers(0, 5, count)], place.home[0]),
            SHELF: place.categories[skewed(self.rng, count, len(place.categories), 1.6)],
            PRODUCT: place.products[self.product],
            SEARCH: place.searches[skewed(self.rng, count, len(place.searches))],
            ARTICLE: place.articles[skewed(self.rng, count, len(place.articles))],
            CART: place.cart[0],
            CHECKOUT: place.checkout[self.rng.integers(0, 4, count)],
            LOGIN: np.where(self.rng.random(count) < self.who.corporate, place.corporate[0], place.login[0]),
            ACCOUNT: place.account[self.rng.integers(0, 3, count)],
            INFO: place.info[self.rng.integers(0, len(place.info), count)],
        }
        targets: Numbers = np.select([self.page == page for page in options], list(options.values()))
        return targets

    def _connections(self, sessions: int) -> None:
        opened = self.first | (self.gap > IDLE)
        self.connection = running(opened.astype(np.int64), self.counts) - 1
        self.port = made.ports(self.rng, self.owner, self.connection, sessions)
        chance = np.where(self.connection == 0, self.who.returning, 0.85)
        number = np.cumsum(opened) - 1
        self.resumed = (self.rng.random(len(number)) < chance)[np.flatnonzero(opened)][number]

    def _base(self, view: Numbers) -> Numbers:
        events = made.blank(len(view))
        events["source"] = self.who.source[self.actor[view]]
        look = self.who.look[self.actor[view]]
        parallel = self.looks.parallel[self.looks.first[look]]
        lane = np.where(parallel, self.rng.integers(0, 6, len(view)), 0)
        resumed = self.resumed[view] | ((lane > 0) & (self.rng.random(len(view)) < 0.7))
        events["look"], events["forwarded"] = look, self.who.forwarded[self.actor[view]]
        events["port"] = self.port[view] + (lane * 3).astype(np.uint16)
        events["handshake"] = np.where(resumed, self.looks.resumed[look], self.looks.first[look])
        return events

    def _refer(self, events: Numbers, view: Numbers, referer: Numbers) -> None:
        events["referer"] = np.where(self.looks.refers[events["look"]] & self.who.refers[self.actor[view]], referer, 0)

    def documents(self) -> Numbers:
        """The pages themselves."""
        view = np.arange(len(self.owner))
        events = self._base(view)
        events["time"], events["target"], events["kind"] = self.time, self.target, kinds.DOCUMENT
        typed = self.rng.random(len(view)) < np.where(self.first, self.who.direct, 0.03)
        entrance = 1 + skewed(self.rng, len(view), len(ENTRANCES))
        before = site().referer[np.roll(self.target, 1)]
        self._refer(events, view, np.where(typed, 0, np.where(self.first, entrance, before)))
        elsewhere = site().host[self.target] != site().host[np.roll(self.target, 1)]
        inside = np.where(elsewhere, SAME_SITE, SAME_ORIGIN)
        events["site"] = np.where(typed, SITE_NONE, np.where(self.first, CROSS_SITE, inside))
        self._answer(events)
        return events

    def _answer(self, events: Numbers) -> None:
        luck = self.rng.random(len(events))
        dead = (self.page == PRODUCT) & (luck < 0.006)
        events["target"][dead] = site().gone[self.rng.integers(0, GONE, int(dead.sum()))]
        events["status"][dead] = 404
        events["status"][(self.page == ACCOUNT) & (luck < 0.4)] = 302
        events["status"][(self.page == CHECKOUT) & (luck < 0.25)] = 302
        events["status"][(self.page == INFO) & (luck < 0.15)] = 304
        events["status"][luck > 0.9994] = 500

    def parts(self) -> Numbers:
        """Sub-resources: all of them on the first page, what is new on later ones."""
        count = len(self.owner)
        fresh = self.first | ~self.who.caches[self.actor]
        again = self.first & self.who.caches[self.actor] & (self.rng.random(count) < self.who.returning)
        chance = np.where(fresh[:, None], _ON_FIRST, _ON_LATER)
        chance[:, _PHOTOS] = np.where(self.page == PRODUCT, 0.93, 0.0)[:, None]
        listing = np.isin(self.page, (HOME, SHELF, SEARCH))
        chance[:, _THUMBS] = np.where(listing, 0.8, np.where(self.page == PRODUCT, 0.25, 0.0))[:, None]
        chance[:, _TRACK] *= self.who.tracked[self.actor]
        chance[again, :6] *= 0.45
        view, part = np.nonzero(self.rng.random((count, _PARTS)) < chance)
        events = self._base(view)
        events["kind"], events["site"] = _KIND[part], SAME_ORIGIN
        events["time"] = self.time[view] + self._delays(view, part)
        events["target"] = self._part_targets(view, part)
        events["method"] = np.where(part == _TRACK, POST, GET)
        events["status"] = np.where(part == _TRACK, 204, 200)
        events["status"][again[view] & (part < 6) & (self.rng.random(len(view)) < 0.6)] = 304
        self._cross(events, view)
        return events

    def _delays(self, view: Numbers, part: Numbers) -> Numbers:
        line = self.who.latency[self.actor[view]]
        delays: Numbers = line + _DELAY[part] * self.rng.gamma(4, 0.25, len(view)) + self.rng.exponential(0.3 * line)
        return delays

    def _part_targets(self, view: Numbers, part: Numbers) -> Numbers:
        place, count = site(), len(view)
        fixed = np.concatenate([place.styles, place.scripts, place.furniture])
        other = skewed(self.rng, count, PRODUCTS)
        shown = np.where(self.rng.random(count) < 0.1, place.banners[other % 24], place.photos[other, 0])
        items = place.items[skewed(self.rng, count, 40, 2)]
        data = np.where(self.rng.random(count) < 0.3, place.stock[self.product[view]], items)
        own = place.photos[self.product[view], np.clip(part - 6, 0, 2)]
        fetched = np.where(part == _DATA, data, place.track[0])
        targets: Numbers = np.select([part < 6, part < 9, part < 15], [fixed[np.minimum(part, 5)], own, shown], fetched)
        return targets

    def _cross(self, events: Numbers, view: Numbers) -> None:
        """Across origins a browser tells the origin only (Referrer Policy, strict-origin-when-cross-origin)."""
        place = site()
        other = place.host[events["target"]] != place.host[self.target[view]]
        roots = np.full(len(place.hosts), place.referer[place.home[0]])
        roots[place.host[place.blog[0]]] = place.referer[place.blog[0]]
        events["site"][other] = SAME_SITE
        self._refer(events, view, np.where(other, roots[place.host[self.target[view]]], place.referer[self.target[view]]))

    def forms(self) -> Numbers:
        """Logging in, one attempt in eight wrong and then repeated; putting things into the cart."""
        luck = self.rng.random(len(self.owner))
        login, wrong = self.page == LOGIN, luck < 0.13
        first, second = np.flatnonzero(login), np.flatnonzero(login & wrong)
        cart = np.flatnonzero((self.page == PRODUCT) & (luck < 0.07))
        typing = self.time + 5 + self.rng.gamma(3, 4, len(luck))
        view = np.concatenate([first, second, cart])
        events = self._base(view)
        events["method"], events["site"] = POST, SAME_ORIGIN
        events["kind"][:] = kinds.FORM
        events["kind"][len(first) + len(second) :] = kinds.BEACON
        events["time"] = np.concatenate([typing[first], typing[second] + 7, typing[cart]])
        events["target"] = np.concatenate([self.target[first], self.target[second], np.full(len(cart), site().add_to_cart[0])])
        events["status"] = np.concatenate([np.where(wrong[first], 401, 302), np.full(len(second), 302), np.full(len(cart), 200)])
        self._refer(events, view, site().referer[self.target[view]])
        return events


def people(
    rng: np.random.Generator,
    source: Numbers,
    look: Numbers,
    *,
    latency: float = 0.12,
    forwarded: Numbers | None = None,
    corporate: float = 0.12,
) -> Browsing:
    """People: each with a pace, a line and habits of their own."""
    count = len(source)
    return Browsing(
        source=source,
        look=look,
        pages=np.maximum(1.3, 5 * rng.lognormal(-0.15, 0.55, count)),
        think=rng.lognormal(np.log(22), 0.5, count),
        regularity=np.zeros(count),
        latency=latency * rng.lognormal(0, 0.6, count),
        tracked=rng.random(count) < 0.85,
        refers=rng.random(count) < 0.97,
        caches=rng.random(count) < 0.96,
        forwarded=np.zeros(count, np.int32) if forwarded is None else forwarded,
        corporate=corporate,
    )
