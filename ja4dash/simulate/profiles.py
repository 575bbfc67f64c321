"""What clients send: captured profiles, and the devices that people carry.

`profiles.json` holds what was captured (see `captures`). A device keeps the handshake and HTTP/2 fingerprint of a captured client
and changes only what its owner's platform changes: User-Agent, Sec-CH-UA and Accept-Language. Where an impersonation was captured
instead of the browser (Safari, older Chrome), its pages are as captured and its sub-resources follow the engine's own rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ja4dash.simulate.kinds import KINDS


@dataclass(frozen=True)
class Handshake:
    """One TLS handshake and what HTTP/2 says right after it (empty when HTTP/1.1 was spoken)."""

    ja4: str
    tls_version: str
    tls_alpn: str
    http_version: str
    h2_fingerprint: str

    @property
    def names_host(self) -> bool:
        """True when the client sent the server's name (JA4 specification: fourth character d for domain)."""
        return self.ja4[3:4] == "d"


@dataclass(frozen=True)
class Headers:
    """Headers that depend on the kind of request."""

    accept: str
    accept_encoding: str
    fetch_mode: str
    fetch_dest: str


@dataclass(frozen=True)
class Profile:
    """A client as it looks on the wire. `kinds` has one entry for each of KINDS; a client whose Sec-Fetch-Site does not
    follow the page says `fixed_site` always."""

    name: str
    family: str
    first: Handshake
    resumed: Handshake | None
    user_agents: tuple[str, ...]
    language: str
    ch_ua: str
    ch_platform: str
    ch_mobile: str
    kinds: tuple[Headers, ...]
    site_follows_page: bool
    fixed_site: str
    sends_referer: bool


@cache
def captured() -> Mapping[str, Profile]:
    """The captured profiles by name."""
    text = files("ja4dash.simulate").joinpath("profiles.json").read_text("utf-8")
    stored: dict[str, dict[str, Any]] = json.loads(text)
    siblings = {
        Handshake(**first): Handshake(**item["resumed"][0])
        for item in stored.values()
        for first in item["first"]
        if item["resumed"]
    }
    return {name: _profile(name, item, siblings) for name, item in stored.items()}


def _profile(name: str, item: Mapping[str, Any], siblings: Mapping[Handshake, Handshake]) -> Profile:
    first = Handshake(**(item["first"] or item["resumed"])[0])
    headers = item["headers"]
    usual = item["kinds"].get("any") or item["kinds"]["document"]
    return Profile(
        name=name,
        family=item["family"],
        first=first,
        resumed=siblings.get(first),
        user_agents=tuple(item["user_agents"]),
        language=_ENGLISH if _ENGLISH in item["languages"] else item["languages"][0],
        ch_ua=headers["header_sec_ch_ua"],
        ch_platform=headers["header_sec_ch_ua_platform"],
        ch_mobile=headers["header_sec_ch_ua_mobile"],
        kinds=tuple(Headers(*item["kinds"].get(kind, usual).values()) for kind in KINDS),
        site_follows_page=item["site_follows_page"],
        fixed_site=item["fixed_site"],
        sends_referer=item["sends_referer"],
    )


_ENGLISH: Final = "en-US,en;q=0.9"

# --- devices ----------------------------------------------------------------------------------------------------------

CHROMIUM: Final = "chromium-156-0-8078-79-headed-xvfb-h2"
CHROMIUM_H1: Final = "chromium-156-0-8078-79-headed-http-2-disabled-h1"
CHROMIUM_TLS12: Final = "chromium-156-0-8078-79-headed-tls1-2-max-h2"
FIREFOX: Final = "firefox-esr-153-7-0-h2"
FIREFOX_H1: Final = "firefox-esr-153-7-0-http-2-disabled-h1"
FIREFOX_TLS12: Final = "firefox-esr-153-7-0-tls1-2-max-h2"

_CURL_CFFI: Final = "curl-cffi-0-16-3-impersonate"
_WINDOWS: Final = "(Windows NT 10.0; Win64; x64)"
_MAC: Final = "(Macintosh; Intel Mac OS X 10_15_7)"
_ANDROID: Final = "(Linux; Android 10; K)"
_WEBKIT: Final = "AppleWebKit/537.36 (KHTML, like Gecko)"
_GREASE: Final = '"Not:A-Brand";v="8", "Chromium";v="156"'
"""As Chromium 156 sends it; a branded build adds its own name. The order follows from the version: 150 and 156 share it."""

WEBKIT_IMAGES: Final = (
    "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"
)
"""Accept of a picture in Safari 17 and later. Source: WebKit, CachedResourceRequest.cpp; the captures hold none."""


@dataclass(frozen=True)
class Device:
    """A profile in people's hands, with its share among them."""

    profile: Profile
    share: float
    mobile: bool


def _chrome(base: str, platform: str, brand: str = "Google Chrome", *, mobile: bool = False, edge: bool = False) -> Profile:
    where = {"Windows": _WINDOWS, "macOS": _MAC, "Android": _ANDROID, "Linux": "(X11; Linux x86_64)"}[platform]
    agent = f"Mozilla/5.0 {where} {_WEBKIT} Chrome/156.0.0.0 {'Mobile ' if mobile else ''}Safari/537.36"
    return replace(
        captured()[base],
        name=f"{base} on {platform} as {brand}",
        user_agents=(f"{agent} Edg/156.0.0.0" if edge else agent,),
        ch_ua=f'{_GREASE}, "{brand}";v="156"',
        ch_platform=f'"{platform}"',
        ch_mobile="?1" if mobile else "?0",
    )


def _firefox(base: str, platform: str) -> Profile:
    return replace(
        captured()[base],
        name=f"{base} on {platform}",
        user_agents=(f"Mozilla/5.0 ({platform}; rv:153.0) Gecko/20100101 Firefox/153.0",),
    )


def _impersonated(base: str, engine: str) -> Profile:
    """A captured impersonation in a person's hands: its own pages, its engine's sub-resources."""
    page, donor = captured()[base], captured()[engine]
    own = page.kinds[0]
    kinds = [replace(headers, accept_encoding=own.accept_encoding) for headers in donor.kinds]
    if not own.fetch_mode:
        kinds = [replace(headers, fetch_mode="", fetch_dest="") for headers in kinds]
    kinds[0] = own
    kinds[KINDS.index("form")] = own
    picture = KINDS.index("image")
    kinds[picture] = replace(kinds[picture], accept=_pictures(page, kinds[picture].accept))
    return replace(page, name=f"{base} in use", kinds=tuple(kinds), site_follows_page=bool(own.fetch_mode), sends_referer=True)


def _pictures(page: Profile, modern: str) -> str:
    if "Version/" in page.user_agents[0]:
        return WEBKIT_IMAGES
    return modern if "image/jxl" in page.kinds[0].accept else modern.replace("image/jxl,", "")


def _people() -> Iterator[Device]:
    yield Device(_chrome(CHROMIUM, "Windows"), 27, mobile=False)
    yield Device(_chrome(CHROMIUM, "Windows", "Microsoft Edge", edge=True), 9, mobile=False)
    yield Device(_chrome(CHROMIUM, "macOS"), 6, mobile=False)
    yield Device(_chrome(CHROMIUM, "Android", mobile=True), 23, mobile=True)
    yield Device(captured()[CHROMIUM], 1.5, mobile=False)
    yield Device(_chrome(CHROMIUM_H1, "Windows"), 1.5, mobile=False)
    yield Device(_chrome(CHROMIUM_TLS12, "Windows"), 0.8, mobile=False)
    yield Device(_firefox(FIREFOX, "Windows NT 10.0; Win64; x64"), 4.5, mobile=False)
    yield Device(_firefox(FIREFOX, "Macintosh; Intel Mac OS X 10.15"), 1, mobile=False)
    yield Device(captured()[FIREFOX], 1.2, mobile=False)
    yield Device(_firefox(FIREFOX_H1, "Windows NT 10.0; Win64; x64"), 0.4, mobile=False)
    yield Device(_firefox(FIREFOX_TLS12, "Windows NT 10.0; Win64; x64"), 0.3, mobile=False)
    for base, engine, share, mobile in _IMPERSONATED:
        yield Device(_impersonated(base, engine), share, mobile)


_IMPERSONATED: Final = (
    (f"{_CURL_CFFI}-safari260-ios-h2", CHROMIUM, 10, True),
    (f"{_CURL_CFFI}-safari184-ios-h2", CHROMIUM, 6, True),
    (f"{_CURL_CFFI}-safari172-ios-h2", CHROMIUM, 1.5, True),
    (f"{_CURL_CFFI}-safari2601-h2", CHROMIUM, 3.5, False),
    ("rnet-2-4-2-safari18-5-h2", CHROMIUM, 2, False),
    (f"{_CURL_CFFI}-safari155-h2", CHROMIUM, 0.3, False),
    (f"{_CURL_CFFI}-chrome150-h2", CHROMIUM, 2, False),
    (f"{_CURL_CFFI}-chrome146-h2", CHROMIUM, 1.5, False),
    (f"{_CURL_CFFI}-chrome142-h2", CHROMIUM, 1, False),
    (f"{_CURL_CFFI}-chrome131-h2", CHROMIUM, 0.6, False),
    (f"{_CURL_CFFI}-chrome110-h2", CHROMIUM, 0.5, False),
    (f"{_CURL_CFFI}-firefox147-h2", FIREFOX, 0.8, False),
    (f"{_CURL_CFFI}-firefox135-h2", FIREFOX, 0.4, False),
)


@cache
def devices() -> tuple[Device, ...]:
    """What people browse with; shares add up to about 100."""
    return tuple(_people())
