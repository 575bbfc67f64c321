"""The site that is visited: hosts, pages, pictures, an API, and what scanners hope to find. Made up, the same in every world."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import numpy as np

from ja4dash.simulate import attacks
from ja4dash.simulate.events import Numbers
from ja4dash.simulate.looks import Pool

SHOP: Final = "www.shop.example"
API: Final = "api.shop.example"
ACCOUNTS: Final = "login.corp.example"
BLOG: Final = "blog.shop.example"

ENTRANCES: Final = (
    "https://www.google.com/",
    "https://www.bing.com/",
    "https://duckduckgo.com/",
    "https://www.ecosia.org/",
    "https://www.facebook.com/",
    "https://www.reddit.com/",
    "https://t.co/",
    "https://www.instagram.com/",
    "https://www.pricecheck.example/",
    "https://newsletter.shop.example/",
)
"""Where people come from."""

_SHELVES: Final = (
    "shoes",
    "boots",
    "jackets",
    "shirts",
    "trousers",
    "dresses",
    "bags",
    "hats",
    "socks",
    "sale",
    "kids",
    "outdoor",
)
_WORDS: Final = (
    "red",
    "blue",
    "black",
    "white",
    "leather",
    "cotton",
    "wool",
    "waterproof",
    "running",
    "summer",
    "winter",
    "cheap",
)
_THINGS: Final = ("shoe", "boot", "jacket", "shirt", "dress", "bag", "hat", "sock", "scarf", "belt", "glove", "coat", "jeans")
_NAMES: Final = ("lena", "milo", "arno", "vera", "nils", "ida", "otto", "elsa", "hugo", "maja")

PRODUCTS: Final = 3000
GONE: Final = 60
"""Products that were removed: old links to them end in 404."""


class Site:
    """Targets by number: host, path and query of each; and the groups of targets that visitors choose from."""

    def __init__(self) -> None:
        self.hosts, self.paths, self.queries, self.referers = Pool(), Pool(), Pool(), Pool(["", *ENTRANCES])
        self._rows: list[tuple[int, int, int, int]] = []
        self._pages()
        self._assets()
        self._api()
        self._accounts()
        self._machines()
        self._hunted()
        columns = np.array(self._rows, np.int32).T
        self.host, self.path, self.query, self.referer = columns

    def add(self, host: str, path: str, query: str = "") -> int:
        """Number of a new target."""
        address = f"https://{host}{path}" + (f"?{query}" if query else "")
        self._rows.append((self.hosts.add(host), self.paths.add(path), self.queries.add(query), self.referers.add(address)))
        return len(self._rows) - 1

    def group(self, host: str, paths: Iterable[str | tuple[str, str]]) -> Numbers:
        """Numbers of new targets on a host, each a path or a path with its query."""
        return np.array([self.add(host, *((item,) if isinstance(item, str) else item)) for item in paths], np.int32)

    def _pages(self) -> None:
        self.home = self.group(SHOP, ["/"])
        self.landing = self.group(SHOP, [("/", f"utm_source={source}&utm_medium=cpc&utm_campaign=autumn") for source in _ADS])
        self.products = self.group(SHOP, [f"/product/{number}" for number in range(1, PRODUCTS + 1)])
        self.gone = self.group(SHOP, [f"/product/{number}" for number in range(9000, 9000 + GONE)])
        self.categories = self.group(SHOP, _shelf_pages())
        self.searches = self.group(SHOP, [("/search", f"q={query}") for query in _search_words()])
        self.articles = self.group(BLOG, [f"/{2020 + n % 7}/{_WORDS[n % 12]}-{_THINGS[n % 13]}-{n}" for n in range(220)])
        self.blog = self.group(BLOG, ["/", "/archive", "/about"])
        self.info = self.group(SHOP, ["/about", "/contact", "/shipping", "/returns", "/privacy", "/imprint", "/jobs", "/sizes"])
        self.cart = self.group(SHOP, ["/cart"])
        self.checkout = self.group(SHOP, ["/checkout", "/checkout/address", "/checkout/payment", "/checkout/thanks"])

    def _assets(self) -> None:
        self.styles = self.group(SHOP, ["/static/app.3f9a1c.css", "/static/vendor.91be07.css"])
        self.scripts = self.group(SHOP, ["/static/app.7d20e4.js", "/static/vendor.0c55ab.js"])
        self.furniture = self.group(SHOP, ["/img/logo.svg", "/favicon.ico"])
        self.photos = self.group(
            SHOP, [f"/img/p/{number}-{view}.webp" for number in range(1, PRODUCTS + 1) for view in (1, 2, 3)]
        ).reshape(PRODUCTS, 3)
        self.banners = self.group(SHOP, [f"/img/banner/{number}.webp" for number in range(1, 25)])

    def _api(self) -> None:
        self.items = self.group(SHOP, [("/api/items", f"page={page}") for page in range(300)])
        self.stock = self.group(API, [("/v1/stock", f"sku={number}") for number in range(1, PRODUCTS + 1)])
        self.catalogue = self.group(API, [f"/v1/products/{number}" for number in range(1, PRODUCTS + 1)])
        self.listing = self.group(API, [("/v1/products", f"page={page}&per_page=100") for page in range(120)])
        self.orders = self.group(API, ["/v1/orders", *(f"/v1/orders/{number}" for number in range(70_000, 70_600))])
        self.feedback = self.group(API, ["/v1/session", "/v1/push/register", "/v1/events", "/v1/favourites"])
        self.track = self.group(SHOP, ["/api/track"])
        self.add_to_cart = self.group(SHOP, ["/api/cart"])

    def _accounts(self) -> None:
        self.login = self.group(SHOP, ["/login"])
        self.account = self.group(SHOP, ["/account", "/account/orders", "/account/address"])
        self.corporate = self.group(ACCOUNTS, ["/login", "/auth/session"])
        self.token = self.group(API, ["/v1/token"])

    def _machines(self) -> None:
        self.robots = self.group(SHOP, ["/robots.txt"])
        self.sitemaps = self.group(SHOP, ["/sitemap.xml", *(f"/sitemaps/products-{number}.xml" for number in range(1, 7))])
        self.feeds = self.group(BLOG, ["/feed.xml", "/comments/feed.xml"])
        self.health = np.concatenate([self.group(SHOP, ["/healthz"]), self.group(API, ["/healthz"]), self.home])

    def _hunted(self) -> None:
        hosts = (SHOP, API, BLOG, ACCOUNTS)
        self.wordlists = np.array([self.group(host, attacks.PATHS) for host in hosts], np.int32)
        self.injections = self.group(SHOP, attacks.injected())


_ADS: Final = ("newsletter", "search", "social", "partner", "display")


def _shelf_pages() -> Sequence[tuple[str, str]]:
    queries = ["", *(f"page={page}" for page in range(2, 13)), "sort=price", "sort=new", "size=42", "sort=price&page=2"]
    return [(f"/category/{shelf}", query) for shelf in _SHELVES for query in queries]


def _search_words() -> Sequence[str]:
    pairs = [f"{word}+{thing}" for word, thing in itertools.product(_WORDS, _THINGS)]
    return [*_THINGS, *pairs, *(f"{name}+{thing}" for name, thing in itertools.product(_NAMES, _THINGS))]


@cache
def site() -> Site:
    """The one site."""
    return Site()
