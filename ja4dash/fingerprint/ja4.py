"""JA4: a TLS client by its ClientHello, read, checked and explained (FoxIO, "JA4: TLS Client Fingerprinting", technical details).

`t13d1516h2_8daaf6152771_02713d6af862` is protocol, TLS version, server name, number of cipher suites, number of extensions and
ALPN (part a), the hash of the cipher suites (b) and the hash of extensions and signature algorithms (c).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from ja4dash import words
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.part import Part

PROTOCOLS: Final = {
    "t": "TCP (TLS over TCP)",
    "q": "QUIC (TLS 1.3 inside UDP, as HTTP/3 uses it)",
    "d": "DTLS (over UDP or SCTP)",
}
VERSIONS: Final = {
    "13": "TLS 1.3",
    "12": "TLS 1.2",
    "11": "TLS 1.1, deprecated by RFC 8996",
    "10": "TLS 1.0, deprecated by RFC 8996",
    "s3": "SSL 3.0, deprecated by RFC 7568",
    "s2": "SSL 2.0, prohibited by RFC 6176",
    "s1": "SSL 1.0, which was never released",
    "d1": "DTLS 1.0",
    "d2": "DTLS 1.2",
    "d3": "DTLS 1.3",
    "00": "a version that JA4 has no code for",
}
NAMES: Final = {"d": "a server name was sent (SNI)", "i": "no server name was sent, as when an address is asked for"}
ALPN: Final = {
    "00": "no protocol was offered by ALPN",
    "h0": "HTTP/1.0 was offered first (http/1.0)",
    "h1": "HTTP/1.1 was offered first (http/1.1)",
    "h2": "HTTP/2 was offered first (h2)",
    "h3": "HTTP/3 was offered first (h3)",
    "hc": "HTTP/2 without TLS was offered first (h2c)",
    "hp": "HTTP/0.9 over QUIC was offered first (hq-interop)",
    "s1": "SPDY was offered first (spdy/1, or spdy/3.1)",
    "s2": "SPDY 2 was offered first (spdy/2)",
    "s3": "SPDY 3 was offered first (spdy/3)",
    "a1": "a certificate authority's check was offered first (acme-tls/1)",
    "dt": "DNS over TLS was offered first (dot)",
    "dq": "DNS over QUIC was offered first (doq)",
    "mt": "MQTT was offered first (mqtt)",
    "n1": "network time security was offered first (ntske/1)",
}
"""What the first and last characters of the registered protocol names stand for (IANA, TLS ALPN Protocol IDs)."""

EMPTY_HASH: Final = "000000000000"
MOST: Final = 99
RESUMED: Final = (1, 2)
"""Extensions that a resumed handshake adds: `pre_shared_key`, and `early_data` with early data (RFC 8446, section 4.2)."""

SOURCE: Final = "FoxIO, JA4 technical details"
PARTS: Final = ("a", "b", "c")

_A_LENGTH: Final = 10
_HASH: Final = re.compile(r"[0-9a-f]{12}")
_ALPN: Final = re.compile(r"[0-9A-Za-z]{2}")
_COUNT: Final = re.compile(r"[0-9]{2}")
_JA3: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Ja4:
    """One JA4. `protocol` t, q or d; `version` a key of VERSIONS; `sni` d or i; counts 0..99, 99 meaning 99 or more; `alpn` two
    characters; `cipher_hash` and `extension_hash` twelve hexadecimal digits, EMPTY_HASH for an empty list."""

    protocol: str
    version: str
    sni: str
    ciphers: int
    extensions: int
    alpn: str
    cipher_hash: str
    extension_hash: str

    @property
    def a(self) -> str:
        """What stands in the clear: t13d1516h2."""
        return f"{self.protocol}{self.version}{self.sni}{self.ciphers:02}{self.extensions:02}{self.alpn}"

    @property
    def b(self) -> str:
        """The hash of the cipher suites."""
        return self.cipher_hash

    @property
    def c(self) -> str:
        """The hash of the extensions and signature algorithms."""
        return self.extension_hash

    @property
    def text(self) -> str:
        """The fingerprint as it is written."""
        return f"{self.a}_{self.b}_{self.c}"

    @property
    def kept(self) -> tuple[str, str, str, int, str, str]:
        """What a resumed handshake keeps: everything but the number of extensions and their hash."""
        return self.protocol, self.version, self.sni, self.ciphers, self.alpn, self.cipher_hash


@dataclass(frozen=True)
class Relation:
    """What two JA4s have in common: `shared`, which of the parts a, b and c, `siblings`, and both in `words`."""

    shared: tuple[str, ...]
    siblings: bool
    words: str


def parse(text: str) -> Ja4:
    """The JA4 that a text is, white space around it aside; FingerprintError for a text that is none."""
    parts = text.strip().split("_")
    _check_shape(text.strip(), parts)
    a, b, c = parts
    return Ja4(
        protocol=_one_of(PROTOCOLS, a[0], "protocol", "The first character tells the protocol and is t, q or d."),
        version=_one_of(VERSIONS, a[1:3], "version", "Characters 2 and 3 tell the TLS version, such as 13 or 12."),
        sni=_one_of(NAMES, a[3], "sni", "Character 4 tells whether a server name was sent and is d or i."),
        ciphers=int(_matching(_COUNT, a[4:6], "ciphers", "Characters 5 and 6 count the cipher suites in two digits.")),
        extensions=int(_matching(_COUNT, a[6:8], "extensions", "Characters 7 and 8 count the extensions in two digits.")),
        alpn=_matching(_ALPN, a[8:], "alpn", "Characters 9 and 10 tell the ALPN in two letters or digits."),
        cipher_hash=_hash(b, "cipher_hash", "b"),
        extension_hash=_hash(c, "extension_hash", "c"),
    )


def explained(ja4: Ja4) -> tuple[Part, ...]:
    """The eight parts in their order, each with what it says."""
    return (
        Part("Protocol", ja4.protocol, PROTOCOLS[ja4.protocol], SOURCE),
        Part("TLS version", ja4.version, _version(ja4), SOURCE),
        Part("Server name", ja4.sni, NAMES[ja4.sni], SOURCE),
        Part("Cipher suites", f"{ja4.ciphers:02}", f"{_counted(ja4.ciphers, 'cipher suite')} (GREASE not counted)", SOURCE),
        Part(
            "Extensions",
            f"{ja4.extensions:02}",
            f"{_counted(ja4.extensions, 'extension')} (SNI and ALPN counted, GREASE not)",
            SOURCE,
        ),
        Part("ALPN", ja4.alpn, _alpn(ja4.alpn), SOURCE),
        Part("Cipher hash", ja4.cipher_hash, _cipher_hash(ja4.cipher_hash), SOURCE),
        Part("Extension hash", ja4.extension_hash, _extension_hash(ja4.extension_hash), SOURCE),
    )


def siblings(one: Ja4, other: Ja4) -> bool:
    """Whether one is probably the other's resumed handshake: one or two extensions more, all else equal but their hash."""
    return added(one, other) != 0


def added(one: Ja4, other: Ja4) -> int:
    """How many extensions `other` has more (below zero, fewer) as a probable sibling of `one`; 0 when it is none."""
    more = other.extensions - one.extensions
    return more if one.kept == other.kept and abs(more) in RESUMED else 0


def relation(one: Ja4, other: Ja4) -> Relation:
    """Which parts two JA4s share, and whether they are probable resumption siblings."""
    shared = tuple(part for part in PARTS if getattr(one, part) == getattr(other, part))
    if one == other:
        return Relation(shared, False, "the same JA4")
    said = [_SHARED[part] for part in shared]
    more = added(one, other)
    if more:
        said.append(f"probable resumption sibling, {words.plural(abs(more), 'extension')} {'more' if more > 0 else 'fewer'}")
    return Relation(shared, more != 0, ", ".join(said) or "nothing in common")


_SHARED: Final = {
    "a": "same protocol, version, counts and ALPN",
    "b": "same cipher suites",
    "c": "same extensions and signature algorithms",
}


def known(part: str, value: str) -> tuple[str, ...]:
    """The names that the shipped reference lists give to JA4s whose part b or c is this, in alphabetical order."""
    return _known().get((part, value), ()) if value != EMPTY_HASH else ()


def _check_shape(text: str, parts: list[str]) -> None:
    if not text:
        raise FingerprintError("ja4", "There is no JA4: the client used no TLS, or the sensor recorded none.")
    if _JA3.fullmatch(text):
        raise FingerprintError("ja4", "This looks like a JA3 (32 hexadecimal digits), not a JA4.")
    if "," in text:
        raise FingerprintError("ja4", "This looks like the raw form (JA4_r), with lists where a JA4 has hashes.")
    if len(parts) != len(PARTS):
        raise FingerprintError(
            "ja4", f"A JA4 has three parts with an underscore between them; this has {words.plural(len(parts), 'part')}."
        )
    if len(parts[0]) != _A_LENGTH:
        raise FingerprintError(
            "a", f"The part before the first underscore has ten characters; this has {words.plural(len(parts[0]), 'character')}."
        )


def _one_of(known_codes: Iterable[str], value: str, field: str, sentence: str) -> str:
    if value not in known_codes:
        raise FingerprintError(field, sentence)
    return value


def _matching(pattern: re.Pattern[str], value: str, field: str, sentence: str) -> str:
    if not pattern.fullmatch(value):
        raise FingerprintError(field, sentence)
    return value


def _hash(value: str, field: str, part: str) -> str:
    return _matching(_HASH, value, field, f"Part {part} is a hash of twelve hexadecimal digits in lower case.")


def _version(ja4: Ja4) -> str:
    dtls = ja4.version.startswith("d")
    odd = ja4.version != "00" and dtls != (ja4.protocol == "d")
    return (
        f"{VERSIONS[ja4.version]}, which does not fit {PROTOCOLS[ja4.protocol].split(' ')[0]}" if odd else VERSIONS[ja4.version]
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} or more {noun}s" if number == MOST else words.plural(number, noun)


def _alpn(alpn: str) -> str:
    if alpn in ALPN:
        return ALPN[alpn]
    if alpn == "99":
        return "a value that is no readable text was offered first (99, as older tools write it)"
    ends = f"the value offered first begins with {alpn[0]} and ends with {alpn[1]}"
    if alpn == "h9":
        return f"{ends}: a draft of HTTP/3 such as h3-29, or http/0.9"
    if re.fullmatch(r"[0-9a-f]{2}", alpn):
        return f"{ends}, as text or, where it is no readable text, in hexadecimal"
    return ends


def _cipher_hash(value: str) -> str:
    if value == EMPTY_HASH:
        return "no cipher suites were offered: there is nothing to hash"
    return f"of the sorted cipher suites{_seen('b', value)}"


def _extension_hash(value: str) -> str:
    if value == EMPTY_HASH:
        return "no extensions but SNI and ALPN were sent: there is nothing to hash"
    return f"of the extensions (SNI and ALPN aside) and signature algorithms{_seen('c', value)}"


def _seen(part: str, value: str) -> str:
    names = known(part, value)
    listed = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return f"; known from {listed}" if names else "; not in the reference lists"


_NAMED: Final = 2


@cache
def _known() -> dict[tuple[str, str], tuple[str, ...]]:
    names: dict[tuple[str, str], set[str]] = {}
    for file, column in (("browser_ja4.csv", "browser_family"), ("bot_ja4.csv", "bot_name")):
        content = files("ja4dash").joinpath("reference", file).read_text("utf-8")
        for row in csv.DictReader(content.splitlines()):
            ja4 = parse(row["ja4"])
            for part in PARTS[1:]:
                names.setdefault((part, getattr(ja4, part)), set()).add(row[column])
    return {key: tuple(sorted(found)) for key, found in names.items()}
