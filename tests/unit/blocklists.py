"""Blocklists for tests, harmless and hostile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from ja4dash.blocklist.entries import Blocklist, Entry, Kind, made

NOW: Final = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
CHROMIUM, GO = "t13d1517h2_8daaf6152771_cb7bf5808d99", "t13d1910h2_9dc949149365_97f8aa674fd9"
ADDRESSES: Final = ("203.0.113.7", "::ffff:203.0.113.6", "2001:DB8::1", "198.51.100.200")

HOSTILE: Final = (
    'a"; } drop\n; include /etc/passwd;\r\ndeny all;',
    "*/ /* # ${x} $http_host `id` $(id)",
    "trailing backslash \\",
    "\x00\x1b[2J\x85\u2028\u2029\u202e\ud800",
    "'] OR [ipv4-addr:value = '10.0.0.1",
    "- name: x\n  action: ALLOW\n: & * ! | > % @",
    '}}, "to_ids": false, {{',
    "=HYPERLINK('http://e') <script>alert(1)</script> ![x](http://203.0.113.9/x.png)",
    "ä" * 5000,
)


def entry(value: str, days: float = 7, note: str = "") -> Entry:
    return Entry(Kind.JA4 if "_" in value else Kind.ADDRESS, value, NOW + timedelta(days=days), note)


def listed(*entries: Entry, origin: str = "Campaign 12", note: str = "") -> Blocklist:
    return made(entries, origin=origin, generated_at=NOW, note=note)


def both(*, origin: str = "Campaign 12", note: str = "", on_each: str = "") -> Blocklist:
    """Four addresses (one of them for a day) and two JA4s, the same text on each entry."""
    entries = [entry(value, 1 if ":D" in value else 7, on_each) for value in ADDRESSES]
    return listed(*entries, entry(CHROMIUM, 30, on_each), entry(GO, 30, on_each), origin=origin, note=note)
