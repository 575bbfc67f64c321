"""Resumption siblings: what was captured, and what only looks like it."""

from __future__ import annotations

import pytest

from ja4dash.rotation import added, clients

CHROMIUM = ["t13d1517h2_8daaf6152771_cb7bf5808d99", "t13d1518h2_8daaf6152771_e2d80978ab2e"]
CHROMIUM_H1 = ["t13d1516h1_8daaf6152771_5b37b36a67c0", "t13d1517h1_8daaf6152771_c4a234726a38"]
CURL_TLS12 = ["t12d1311h2_e7a2acfcf94e_810e2f290f6f", "t12d1312h2_e7a2acfcf94e_043fd692470a"]
IMPERSONATOR = [
    "t13d1513h2_8daaf6152771_748f4c70de1c",
    "t13d1516h2_8daaf6152771_02713d6af862",
    "t13d1516h2_8daaf6152771_e5627efa2ab1",
    "t13d1717h2_5b57614c22b0_3cbfd9057e0d",
    "t13d2014h2_a09f3c656075_e42f34c56612",
]
"""Captured on one address each; the impersonator took another browser's handshake with each request."""


def made(*lengths: int, ciphers: str = "8daaf6152771", head: str = "t13d15", alpn: str = "h2") -> list[str]:
    """JA4s with these numbers of extensions, each with a hash of its own."""
    return [f"{head}{length:02}{alpn}_{ciphers}_{place:012x}" for place, length in enumerate(lengths)]


@pytest.mark.parametrize("pair", [CHROMIUM, CHROMIUM_H1, CURL_TLS12], ids=["chromium", "chromium h1", "tls 1.2"])
def test_a_full_and_a_resumed_handshake_are_one_client(pair: list[str]) -> None:
    assert len(set(pair)) == 2
    assert clients(pair) == clients(pair[::-1]) == clients(pair * 3) == 1


def test_clients_that_were_impersonated_one_after_the_other_are_many() -> None:
    assert clients(IMPERSONATOR) == 5


@pytest.mark.parametrize(
    ("ja4s", "count"),
    [
        ([], 0),
        (made(17), 1),
        (made(17, 18, 19), 1),
        (made(17, 19), 1),
        (made(17, 20), 2),
        (made(17, 17), 2),
        (made(17, 17, 18), 2),
        (made(17, 18, 18), 2),
        (made(17, 17, 18, 18), 2),
        (made(*range(10, 40)), 10),
        ([*made(17), *made(18, ciphers="86a278354501")], 2),
        ([*made(17), *made(18, head="q13d15")], 2),
        ([*made(17), *made(18, head="t13i15")], 2),
        ([*made(17), *made(18, head="t13d16")], 2),
        ([*made(17), *made(18, alpn="h1")], 2),
        (["", "not a ja4", "t13d1517h2_8daaf6152771"], 3),
    ],
)
def test_only_one_or_two_extensions_more_make_a_sibling(ja4s: list[str], count: int) -> None:
    assert clients(ja4s) == count


@pytest.mark.parametrize(
    ("ja4", "other", "more"),
    [
        (*CHROMIUM, 1),
        (*CHROMIUM[::-1], -1),
        (*CURL_TLS12, 1),
        (CHROMIUM[0], CHROMIUM[0], 0),
        (*made(17, 19), 2),
        (*made(17, 20), 0),
        (*made(17, 17), 0),
        (made(17)[0], made(18, ciphers="86a278354501")[0], 0),
        (made(17)[0], made(18, head="t13i15")[0], 0),
        (made(17)[0], made(18, alpn="h1")[0], 0),
        ("abc", CHROMIUM[0], 0),
        (CHROMIUM[0], "", 0),
    ],
)
def test_how_many_extensions_a_sibling_has_more(ja4: str, other: str, more: int) -> None:
    assert added(ja4, other) == more
