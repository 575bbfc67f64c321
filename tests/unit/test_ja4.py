"""JA4: every captured and listed value, every code of the specification, and what is none."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.ja4 import Ja4, explained, known, parse, relation, siblings
from tests.unit.fingerprints import hellos, ja4s, made_ja4

CHROME = "t13d1516h2_8daaf6152771_02713d6af862"
FULL, RESUMED = "t13d1517h2_8daaf6152771_cb7bf5808d99", "t13d1518h2_8daaf6152771_e2d80978ab2e"


def meanings(text: str) -> dict[str, str]:
    return {part.name: part.meaning for part in explained(parse(text))}


def test_every_captured_and_listed_value_is_read_and_explained() -> None:
    assert len(ja4s()) == 118
    for text in ja4s():
        ja4 = parse(text)
        assert ja4.text == text
        assert "".join(part.text for part in explained(ja4)) == text.replace("_", "")
        assert all(part.meaning and part.source for part in explained(ja4))


def test_what_is_read_is_what_the_client_offered() -> None:
    versions = {"TLSv1.3": "TLS 1.3", "TLSv1.2": "TLS 1.2", "TLSv1.0": "TLS 1.0", "00": "a version that JA4 has no code for"}
    first = {
        "h2": "HTTP/2 was",
        "http/1.1": "HTTP/1.1 was",
        "h3": "HTTP/3 was",
        "h3-29": "the value offered first begins with h and ends with 9: a draft of HTTP/3",
        "spdy/3.1": "SPDY was",
        "": "no protocol was",
    }
    assert len(hellos()) == 148
    for hello in hellos():
        ja4, said = parse(hello["ja4"]), meanings(hello["ja4"])
        assert (ja4.protocol == "q") == (hello["transport"] == "udp")
        assert (ja4.sni == "d") == bool(hello["tls_sni"])
        assert said["TLS version"].startswith(versions[hello["tls_version_offered"]])
        assert said["ALPN"].startswith(first[hello["tls_alpn_offered"].split(",")[0]])


def test_the_fields() -> None:
    assert parse(f" {CHROME}\n") == Ja4("t", "13", "d", 15, 16, "h2", "8daaf6152771", "02713d6af862")
    ja4 = parse(CHROME)
    assert (ja4.a, ja4.b, ja4.c) == ("t13d1516h2", "8daaf6152771", "02713d6af862")


@pytest.mark.parametrize(
    ("text", "name", "meaning"),
    [
        ("q13d0312h3_55b375c5d22e_06cda9e17597", "Protocol", "QUIC (TLS 1.3 inside UDP, as HTTP/3 uses it)"),
        ("dd2d1516h2_8daaf6152771_02713d6af862", "TLS version", "DTLS 1.2"),
        ("td2d1516h2_8daaf6152771_02713d6af862", "TLS version", "DTLS 1.2, which does not fit TCP"),
        ("ts3d1516h2_8daaf6152771_02713d6af862", "TLS version", "SSL 3.0, deprecated by RFC 7568"),
        ("t00d1516h2_8daaf6152771_02713d6af862", "TLS version", "a version that JA4 has no code for"),
        ("t13i1516h2_8daaf6152771_02713d6af862", "Server name", "no server name was sent, as when an address is asked for"),
        ("t13d9999h2_8daaf6152771_02713d6af862", "Cipher suites", "99 or more cipher suites (GREASE not counted)"),
        ("t13d9901h2_8daaf6152771_02713d6af862", "Extensions", "1 extension (SNI and ALPN counted, GREASE not)"),
        ("t13d151600_8daaf6152771_02713d6af862", "ALPN", "no protocol was offered by ALPN"),
        (
            "t13d151699_8daaf6152771_02713d6af862",
            "ALPN",
            "a value that is no readable text was offered first (99, as older tools write it)",
        ),
        ("t13d1516Hq_8daaf6152771_02713d6af862", "ALPN", "the value offered first begins with H and ends with q"),
        (
            "t13d1516ab_8daaf6152771_02713d6af862",
            "ALPN",
            "the value offered first begins with a and ends with b, as text or, where it is no readable text, in hexadecimal",
        ),
        (
            "t10i000000_000000000000_000000000000",
            "Cipher hash",
            "no cipher suites were offered: there is nothing to hash",
        ),
        (
            "t10d230100_6a57a6f57151_000000000000",
            "Extension hash",
            "no extensions but SNI and ALPN were sent: there is nothing to hash",
        ),
        ("t13d1617h2_86a278354501_3cbfd9057e0d", "Cipher hash", "of the sorted cipher suites; known from Firefox"),
        ("t13d1516h2_ffffffffffff_02713d6af862", "Cipher hash", "of the sorted cipher suites; not in the reference lists"),
    ],
)
def test_what_a_part_means(text: str, name: str, meaning: str) -> None:
    assert meanings(text)[name] == meaning


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "ja4"),
        ("  ", "ja4"),
        ("not a ja4", "ja4"),
        ("e7d705a3286e19ea42f587b344ee6865", "ja4"),
        ("t13d1516h2_002f,0035_0005,000a_0403", "ja4"),
        ("t13d1516h2_8daaf6152771", "ja4"),
        (f"{CHROME}_1", "ja4"),
        ("t130200_1301_a56c5b993250", "a"),
        ("x13d1516h2_8daaf6152771_02713d6af862", "protocol"),
        ("t99d1516h2_8daaf6152771_02713d6af862", "version"),
        ("t13x1516h2_8daaf6152771_02713d6af862", "sni"),
        ("t13d1x16h2_8daaf6152771_02713d6af862", "ciphers"),
        ("t13d15١٦h2_8daaf6152771_02713d6af862", "extensions"),
        ("t13d1516h-_8daaf6152771_02713d6af862", "alpn"),
        ("t13d1516h2_8DAAF6152771_02713d6af862", "cipher_hash"),
        ("t13d1516h2_8daaf615277_02713d6af862", "cipher_hash"),
        ("t13d1516h2_8daaf6152771_02713d6af86g", "extension_hash"),
    ],
)
def test_what_is_no_ja4_is_told_by_its_field(text: str, field: str) -> None:
    with pytest.raises(FingerprintError) as caught:
        parse(text)
    assert caught.value.field == field
    assert caught.value.message == str(caught.value)
    assert caught.value.message.endswith(".")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.field, again.message) == (field, caught.value.message)


@given(made_ja4())
def test_what_is_written_is_what_was_read(text: str) -> None:
    ja4 = parse(text)
    assert ja4.text == text
    assert len(explained(ja4)) == 8
    assert relation(ja4, ja4).words == "the same JA4"


@given(
    st.text()
    | st.text("tqd0123456789abcdefhi_", max_size=40)
    | made_ja4().flatmap(lambda text: st.permutations(text).map("".join))
)
def test_any_text_is_a_ja4_or_an_error_with_a_field(text: str) -> None:
    try:
        assert parse(text).text == text.strip()
    except FingerprintError as error:
        assert error.field
        assert error.message


def test_siblings_are_what_was_captured_full_and_resumed() -> None:
    assert siblings(parse(FULL), parse(RESUMED))
    assert siblings(parse(RESUMED), parse(FULL))
    assert not siblings(parse(FULL), parse(FULL))
    assert not siblings(parse(CHROME), parse("t13d1516h2_8daaf6152771_e5627efa2ab1")), "another extension, as many of them"


@given(made_ja4(), st.integers(-4, 4))
def test_siblings_differ_by_one_or_two_extensions_and_by_nothing_else(text: str, more: int) -> None:
    one = parse(text)
    count = min(99, max(0, one.extensions + more))
    other = parse(f"{text[:6]}{count:02}{text[8:24]}{'f' * 12}")
    assert siblings(one, other) == (abs(count - one.extensions) in (1, 2))
    assert siblings(one, other) == siblings(other, one)


def test_what_two_share() -> None:
    full, resumed = parse(FULL), parse(RESUMED)
    assert relation(full, resumed).shared == ("b",)
    assert relation(full, resumed).words == "same cipher suites, probable resumption sibling, 1 extension more"
    assert relation(resumed, full).words.endswith("1 extension fewer")
    assert relation(full, parse("t13d3112h2_e8f1e7e78f70_b26ce05bbdd6")).words == "nothing in common"
    curl, python = parse("t13d3112h2_e8f1e7e78f70_b26ce05bbdd6"), parse("t13d1812h2_85036bcba153_b26ce05bbdd6")
    assert relation(curl, python).words == "same extensions and signature algorithms"
    assert relation(parse(CHROME), parse("t13d1516h2_8daaf6152771_e5627efa2ab1")).shared == ("a", "b")


def test_names_of_parts_come_from_the_lists() -> None:
    assert known("b", "e8f1e7e78f70") == ("Ruby", "curl", "curl/PHP", "libwww-perl/ApacheBench")
    assert known("b", "0" * 12) == known("c", "8daaf6152771") == ()
    assert all(before < after for before, after in pairwise(known("b", "85036bcba153")))
