"""Headings of columns: profiles of fingerprints."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

SHARES: Final = {
    "h2_pct": Column("HTTP/2", "pct", 66, help="Share of requests with an HTTP/2 fingerprint."),
    "sec_ch_ua_pct": Column("Sec-CH-UA", "pct", 82, help="Share of requests with client hints: Chromium's family sends them."),
    "sec_fetch_pct": Column("Sec-Fetch", "pct", 76, help="Share of requests with Sec-Fetch-Mode: all current browsers send it."),
    "accept_language_pct": Column("Accept-Language", "pct", 112, help="Share of requests that name a language."),
    "zstd_pct": Column("zstd", "pct", 54, help="Share of requests that accept zstd."),
    "br_pct": Column("br", "pct", 54, help="Share of requests that accept Brotli."),
    "gzip_pct": Column("gzip", "pct", 54, help="Share of requests that accept gzip."),
    "x_forwarded_for_pct": Column(
        "X-Forwarded-For", "pct", 112, help="Share of requests that came through a proxy, as they say."
    ),
}

PROFILES: Final = {
    "ja4": Column("JA4", width=282),
    "hits": Column("Requests", "bar", 110),
    "ips": Column("Sources", "count", 68),
    "user_agents": Column("User-Agents", "count", 88),
    "user_agent_family": Column("User-Agents say", width=112, help="The family that most requests claim in their User-Agent."),
    "family_pct": Column("of requests", "pct", 84, help="Share of requests that claim this family."),
    "browser_family": Column("JA4 is known as", width=112),
    "bot_name": Column("or as tool", width=200),
    "h2_family": Column("HTTP/2 is known as", width=130),
    **SHARES,
    "alpn": Column("ALPN", width=70),
    "tls_version": Column("TLS", width=70),
    "h2_fingerprint": Column("HTTP/2 fingerprint, most used", width=340),
    "accept_encoding": Column("Accept-Encoding, most used", width=180),
}

FAMILIES: Final = {
    "user_agent_family": Column("User-Agents say", width=112),
    "hits": Column("Requests", "bar", 110),
    "ja4s": Column("JA4 values", "count", 78),
    "ips": Column("Sources", "count", 68, help="Distinct addresses, each counted once in a family."),
    **SHARES,
}

PROFILE_SORTS: Final = {
    **{name: PROFILES[name].label for name in ("hits", "ips", "user_agents")},
    "ja4": "JA4",
    "user_agent_family": "User-Agents say",
    "family_pct": "Share that says so",
    "browser_family": "JA4 is known as",
    "bot_name": "Known as tool",
    "h2_fingerprint": "HTTP/2 fingerprint",
    **{name: f"{column.label}, share" for name, column in SHARES.items()},
}
