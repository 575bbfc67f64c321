"""Looks: every appearance of a client on the wire, as numbers into pools of text, ready for vectorised rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from ja4dash.simulate.events import Numbers
from ja4dash.simulate.profiles import Handshake, Headers, Profile

SITES: Final = ("", "none", "same-origin", "same-site", "cross-site")
NO_SITE, SITE_NONE, SAME_ORIGIN, SAME_SITE, CROSS_SITE = range(len(SITES))


class Pool:
    """Texts, each kept once, by number."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._numbers: dict[str, int] = {}
        for text in texts:
            self.add(text)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, text: str) -> int:
        """The text's number."""
        return self._numbers.setdefault(text, len(self._numbers))

    def array(self) -> pa.Array:
        """The texts in the order of their numbers."""
        return pa.array(list(self._numbers), pa.string())


class _Look(NamedTuple):
    profile: Profile
    user_agent: str
    language: str


class Looks:
    """The appearances of a world. Add while the cast is drawn; read as columns afterwards."""

    def __init__(self) -> None:
        self._numbers: dict[_Look, int] = {}

    def add(self, profile: Profile, user_agent: str | None = None, language: str | None = None) -> int:
        """Number of a profile with a User-Agent and an Accept-Language (its own where none is given)."""
        agent = profile.user_agents[0] if user_agent is None else user_agent
        look = _Look(profile, agent, profile.language if language is None or not profile.language else language)
        return self._numbers.setdefault(look, len(self._numbers))

    @cached_property
    def columns(self) -> LookColumns:
        """All looks as columns."""
        return LookColumns(list(self._numbers))


class LookColumns:
    """Columns over looks (`n`), over looks by request kind (`n × kinds`) and over handshakes."""

    def __init__(self, looks: Sequence[_Look]) -> None:
        profiles = [look.profile for look in looks]
        self.pools: dict[str, Pool] = {}
        self.user_agent = self._text("header_user_agent", [look.user_agent for look in looks])
        self.language = self._text("header_accept_language", [look.language for look in looks])
        self.ch_ua = self._text("header_sec_ch_ua", [profile.ch_ua for profile in profiles])
        self.ch_platform = self._text("header_sec_ch_ua_platform", [profile.ch_platform for profile in profiles])
        self.ch_mobile = self._text("header_sec_ch_ua_mobile", [profile.ch_mobile for profile in profiles])
        self.accept = self._by_kind("header_accept", "accept", profiles)
        self.encoding = self._by_kind("header_accept_encoding", "accept_encoding", profiles)
        self.mode = self._by_kind("header_sec_fetch_mode", "fetch_mode", profiles)
        self.dest = self._by_kind("header_sec_fetch_dest", "fetch_dest", profiles)
        self.follows = np.array([profile.site_follows_page for profile in profiles])
        self.fixed_site = np.array([SITES.index(profile.fixed_site) for profile in profiles], np.int8)
        self.refers = np.array([profile.sends_referer for profile in profiles])
        self._handshakes(profiles)

    def _text(self, column: str, texts: Sequence[str]) -> Numbers:
        pool = self.pools.setdefault(column, Pool())
        return np.array([pool.add(text) for text in texts], np.int32)

    def _by_kind(self, column: str, field: str, profiles: Sequence[Profile]) -> Numbers:
        def text(headers: Headers) -> str:
            value: str = getattr(headers, field)
            return value

        rows = [self._text(column, [text(headers) for headers in profile.kinds]) for profile in profiles]
        return np.array(rows, np.int32)

    def _handshakes(self, profiles: Sequence[Profile]) -> None:
        numbers: dict[Handshake, int] = {}
        first = [numbers.setdefault(profile.first, len(numbers)) for profile in profiles]
        resumed = [numbers.setdefault(profile.resumed or profile.first, len(numbers)) for profile in profiles]
        self.first, self.resumed = np.array(first, np.int32), np.array(resumed, np.int32)
        shakes = list(numbers)
        fields = [_h2_fields(shake.h2_fingerprint) for shake in shakes]
        self.ja4 = self._text("ja4", [shake.ja4 for shake in shakes])
        self.tls_version = self._text("tls_version", [shake.tls_version for shake in shakes])
        self.tls_alpn = self._text("tls_alpn", [shake.tls_alpn for shake in shakes])
        self.http_version = self._text("http_version", [shake.http_version for shake in shakes])
        self.h2 = self._text("h2_fingerprint", [shake.h2_fingerprint for shake in shakes])
        self.h2_settings = self._text("h2_settings_fp", [settings for settings, _, _ in fields])
        self.h2_order = self._text("h2_pseudo_order", [order for _, _, order in fields])
        self.h2_window = np.array([window for _, window, _ in fields], np.uint32)
        self.names_host = np.array([shake.names_host for shake in shakes])
        self.parallel = np.array([shake.http_version != "HTTP/2.0" for shake in shakes])


def _h2_fields(fingerprint: str) -> tuple[str, int, str]:
    """Settings, window update and pseudo-header order of an Akamai fingerprint; nothing of none."""
    parts = fingerprint.split("|")
    return (parts[0], int(parts[1]), parts[-1]) if len(parts) == 4 else ("", 0, "")
