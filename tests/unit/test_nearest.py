"""The nearest signature: known ones, variants by one field, and what is near none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.h2 import canonical
from ja4dash.fingerprint.nearest import NEAR, Nearest, nearest
from tests.unit.fingerprints import h2s, made_h2, requests, signatures, tools

BROWSERS = ("Chrome", "Firefox", "Safari")
KNOWN = {
    "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p": "Chrome",
    "1:65536;2:0;4:131072;5:16384|12517377|0|m,p,a,s": "Firefox",
    "2:0;4:4194304;3:100|10485760|0|m,s,p,a": "Safari",
}


def found(fingerprint: str, known: dict[str, str] | None = None) -> Nearest:
    result = nearest(fingerprint, known or KNOWN)
    assert result
    return result


@pytest.mark.parametrize(
    ("fingerprint", "headline", "differences"),
    [
        ("1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p", "Chrome", ()),
        ("1:65536;2570:5;2:0;4:6291456;6:262144|15663105|0|m,a,s,p ", "Chrome", ()),
        (
            "1:65536;2:0;4:2097152;6:262144|15663105|0|m,a,s,p",
            "Chrome except INITIAL_WINDOW_SIZE 2097152",
            ("INITIAL_WINDOW_SIZE 2097152 instead of 6291456",),
        ),
        (
            "1:65536;2:0;3:1000;4:6291456;6:262144|15663105|0|m,p,a,s",
            "Chrome except MAX_CONCURRENT_STREAMS 1000 and pseudo-headers m,p,a,s",
            (
                "MAX_CONCURRENT_STREAMS 1000, which the signature does not send",
                "pseudo-headers m,p,a,s instead of m,a,s,p",
            ),
        ),
        (
            "4:4194304;3:100|00|0|m,s,p,a",
            "Safari except no ENABLE_PUSH and no WINDOW_UPDATE",
            ("no ENABLE_PUSH, where the signature has 0", "no WINDOW_UPDATE, where the signature has 10485760"),
        ),
        (
            "2:0;3:100;4:4194304|10485760|0|m,s,p,a",
            "Safari except the order of settings",
            ("settings in the order 2, 3, 4 instead of 2, 4, 3",),
        ),
        (
            "1:65536;2:0;4:131072;5:16384|12517377|3:0:0:201|m,p,a,s",
            "Firefox except 1 PRIORITY frame",
            ("1 PRIORITY frame instead of no PRIORITY frames",),
        ),
    ],
)
def test_headline_and_differences(fingerprint: str, headline: str, differences: tuple[str, ...]) -> None:
    result = found(fingerprint)
    assert (result.headline, result.differences, result.distance) == (headline, differences, len(differences))


def test_what_is_near_none_says_so_and_still_names_the_nearest() -> None:
    result = found("2:0;4:4194304;6:10485760|1073741824|0|a,m,p,s")
    assert (result.headline, result.family, result.distance) == ("no known signature is near", "Safari", 4)


def test_the_threshold_parts_families_and_tools() -> None:
    for signature, family in signatures().items():
        others = {known: name for known, name in signatures().items() if known != signature}
        if family in BROWSERS:
            assert found(signature, others).near
            assert found(signature, others).family == family
            strangers = {known: name for known, name in others.items() if name != family and name in BROWSERS}
            assert found(signature, strangers).distance > NEAR + 1
    for tool in tools() - set(signatures()):
        assert not found(tool, signatures()).near
    seen = {row["h2_fingerprint"] for row in requests()} - tools() - set(signatures()) - {""}
    assert [found(variant, signatures()).headline for variant in seen] == ["Chrome except pseudo-headers m,p,a,s"]


def test_nothing_to_compare_with() -> None:
    assert nearest("|00|0|m,a,s,p", {}) is None
    assert nearest("|00|0|m,a,s,p", {"not a fingerprint": "Chrome", "": "Firefox"}) is None
    with pytest.raises(FingerprintError):
        nearest("garbage", KNOWN)


def test_of_equals_the_first() -> None:
    known = {"1:1|00|0|m,a,s,p": "first", "1:3|00|0|m,a,s,p": "second"}
    assert found("1:2|00|0|m,a,s,p", known).family == "first"


@given(st.sampled_from(sorted(h2s())))
def test_a_known_signature_is_nearest_to_itself(fingerprint: str) -> None:
    result = found(fingerprint, dict.fromkeys(h2s(), "known"))
    assert (result.signature, result.distance, result.headline) == (fingerprint, 0, "known")


@given(made_h2(), made_h2())
def test_nothing_differs_exactly_when_the_canonical_spelling_is_one(one: str, other: str) -> None:
    there, back = found(one, {other: "x"}), found(other, {one: "x"})
    assert (there.distance == 0) == (canonical(one) == canonical(other))
    assert there.distance == back.distance
    assert found(one, {one: "x"}).distance == 0
