"""Coherence: who says what, which of them contradict each other, and in which words."""

from __future__ import annotations

import string

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash import coherence
from ja4dash.fingerprint import families

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
EDGE = f"{CHROME} Edg/131.0.0.0"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
SAFARI = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/145.0"
CHROME_HINT = '"Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"'
EDGE_HINT = '"Microsoft Edge";v="131", "Chromium";v="131", "Not_A Brand";v="24"'
GO_H2 = "2:0;4:4194304;6:10485760|1073741824|0|a,m,p,s"


def combination(**given_columns: object) -> dict[str, object]:
    return {
        "ja4": "",
        "ja4_family": "",
        "ja4_tool": "",
        "h2_fingerprint": "",
        "h2_family": "",
        "header_user_agent": "",
        "header_sec_ch_ua": "",
        "header_sec_ch_ua_platform": "",
        "tls_alpn": "",
        "http_version": "",
        "requests": 1,
    } | given_columns


BROWSER = combination(ja4_family="Chrome", h2_family="Chrome", header_user_agent=CHROME, header_sec_ch_ua=CHROME_HINT)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"h2_family": "", "h2_fingerprint": GO_H2}, "HTTP/2 says Go-http-client, everything else says Chrome"),
        ({"h2_family": "Other"}, ""),
        ({"ja4_family": "", "ja4_tool": "curl"}, "JA4 says curl, everything else says Chrome"),
        ({"header_user_agent": FIREFOX}, "User-Agent says Firefox, everything else says Chrome"),
        ({"header_user_agent": EDGE, "header_sec_ch_ua": EDGE_HINT}, ""),
        ({"header_user_agent": EDGE}, "User-Agent says Edge, Sec-CH-UA says Chrome"),
        ({"header_user_agent": "", "header_sec_ch_ua": ""}, ""),
        ({"header_user_agent": "curl/8.0", "header_sec_ch_ua": ""}, "User-Agent says curl, everything else says Chrome"),
        ({"header_user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)", "header_sec_ch_ua": ""}, ""),
        ({"header_user_agent": IPHONE, "header_sec_ch_ua": ""}, "User-Agent says Safari, everything else says Chrome"),
        ({"header_sec_ch_ua_platform": '"Windows"'}, ""),
        ({"header_sec_ch_ua_platform": '"Linux"'}, "User-Agent says Windows, Sec-CH-UA-Platform says Linux"),
        ({"header_sec_ch_ua_platform": '"Unknown"'}, ""),
        ({"tls_alpn": "h2", "http_version": "HTTP/2.0"}, ""),
        ({"tls_alpn": "http/1.1", "http_version": "HTTP/1.0"}, ""),
        ({"tls_alpn": "", "http_version": "HTTP/1.1"}, ""),
        ({"tls_alpn": "h2", "http_version": "HTTP/1.1"}, "ALPN agreed on HTTP/2, the requests are HTTP/1"),
        (
            {"ja4_family": "Safari", "h2_family": "Firefox", "header_sec_ch_ua": ""},
            "JA4 says Safari, HTTP/2 says Firefox, User-Agent says Chrome",
        ),
        ({"ja4_family": "Firefox", "h2_family": "Firefox"}, "JA4 and HTTP/2 say Firefox, User-Agent and Sec-CH-UA say Chrome"),
    ],
)
def test_a_contradiction_names_the_odd_one_out(changed: dict[str, object], said: str) -> None:
    assert coherence.contradiction(BROWSER | changed) == said


def test_all_that_is_unknown_contradicts_nothing() -> None:
    frame = coherence.judged(pd.DataFrame([combination()]))
    assert frame[["ja4_says", "h2_says", "agent_says", "hints_say", "contradiction"]].iloc[0].tolist() == [""] * 5
    assert coherence.sentence(frame) == "Nothing that this client shows is known: there is nothing to compare."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No requests in this window."),
        ([BROWSER], "JA4, HTTP/2, User-Agent and Sec-CH-UA agree: Chrome."),
        ([BROWSER | {"header_user_agent": FIREFOX, "requests": 3}], "User-Agent says Firefox, everything else says Chrome."),
        (
            [BROWSER | {"requests": 1997}, BROWSER | {"header_user_agent": FIREFOX, "requests": 3}],
            "User-Agent says Firefox, everything else says Chrome (3 of 2,000 requests).",
        ),
        (
            [BROWSER, combination(ja4_family="Firefox", header_user_agent=FIREFOX)],
            "Each of its clients agrees with itself: Chrome and Firefox.",
        ),
        (
            [combination(header_user_agent=SAFARI)],
            "Only the User-Agent is known, and says Safari: there is nothing to compare it with.",
        ),
    ],
)
def test_one_sentence_for_one_source(rows: list[dict[str, object]], said: str) -> None:
    frame = pd.DataFrame(rows, columns=list(combination()))
    assert coherence.sentence(coherence.judged(frame)) == said


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=15), st.text(max_size=10))
def test_no_text_of_a_client_reaches_the_sentence(agent: str, hint: str, platform: str, alpn: str) -> None:
    row = BROWSER | {
        "header_user_agent": agent,
        "header_sec_ch_ua": hint,
        "header_sec_ch_ua_platform": platform,
        "tls_alpn": alpn,
    }
    said = coherence.sentence(coherence.judged(pd.DataFrame([row])))
    assert set(said) <= set(string.ascii_letters + string.digits + "-,.:/() ")


@pytest.mark.parametrize(
    ("agent", "stack", "product", "name", "platform"),
    [
        ("", "", "", "", ""),
        (CHROME, "Chromium", "Chrome", "Chrome", "Windows"),
        (EDGE, "Chromium", "Edge", "Edge", "Windows"),
        (CHROME.replace("Chrome/", "HeadlessChrome/"), "Chromium", "HeadlessChrome", "HeadlessChrome", "Windows"),
        (f"{CHROME} OPR/119.0", "Chromium", "Opera", "Opera", "Windows"),
        (FIREFOX, "Firefox", "Firefox", "Firefox", "Linux"),
        (SAFARI, "Safari", "Safari", "Safari", "macOS"),
        (IPHONE, "Safari", "Safari", "Safari", "iOS"),
        ("curl/8.0", "tool", "tool", "curl", ""),
        ("Java-http-client/17.0.15", "tool", "tool", "Java-http-client", ""),
        ("<b>x</b>", "tool", "tool", "a tool", ""),
        ("Ruby", "tool", "tool", "Ruby", ""),
        ("MyApp/1 CFNetwork/1410 Darwin/22", "", "", "", ""),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", "", "", "", ""),
        ("Mozilla/5.0", "", "", "", ""),
    ],
)
def test_what_a_user_agent_claims(agent: str, stack: str, product: str, name: str, platform: str) -> None:
    assert families.agent_stack(agent) == stack
    assert families.agent_product(agent) == product
    assert families.agent_name(agent) == name
    assert families.agent_platform(agent) == platform


@pytest.mark.parametrize(
    ("text", "protocol"),
    [
        ("h2", "HTTP/2"),
        ("HTTP/2.0", "HTTP/2"),
        ("http/1.1", "HTTP/1"),
        ("h3", "HTTP/3"),
        ("", ""),
        ("99", ""),
        ("h2,http/1.1", ""),
    ],
)
def test_protocols(text: str, protocol: str) -> None:
    assert families.protocol(text) == protocol


def test_observed_tools_are_known_by_their_fingerprint() -> None:
    assert families.tool_of(GO_H2) == "Go-http-client"
    assert families.tool_of("") == ""
    assert families.stack("Opera") == families.stack("Edge") == "Chromium"
    assert families.stack("Other") == ""


# --- many combinations ------------------------------------------------------------------------------------------------


def many(*rows: dict[str, object]) -> pd.DataFrame:
    return coherence.judged(pd.DataFrame([combination() | row for row in rows]))


MIXED = (
    BROWSER | {"ja4": "a", "h2_fingerprint": "1:2", "header_user_agent": CHROME, "tls_alpn": "h2", "requests": 60},
    BROWSER | {"ja4": "a", "h2_fingerprint": "1:2", "header_user_agent": f"{CHROME} ", "tls_alpn": "h2", "requests": 30},
    combination(ja4="a", ja4_family="Chrome", h2_fingerprint="9:9", header_user_agent="Mozilla/5.0", tls_alpn="h2", requests=10),
)


def test_what_each_trait_says_by_traffic_share() -> None:
    shares = coherence.shares(many(*MIXED))
    assert list(dict.fromkeys(shares["trait"])) == list(coherence.TRAITS)
    told = {trait: part[["says", "requests", "share"]].to_numpy().tolist() for trait, part in shares.groupby("trait")}
    assert told == {
        "JA4": [["Chrome", 100, 1.0]],
        "HTTP/2": [["Chrome", 90, 0.9], ["unknown", 10, 0.1]],
        "User-Agent": [["Chrome", 90, 0.9], ["unknown", 10, 0.1]],
        "Sec-CH-UA": [["Chrome", 90, 0.9], ["not sent", 10, 0.1]],
        "ALPN": [["h2", 100, 1.0]],
    }
    assert shares[shares["trait"] == "User-Agent"]["example"].tolist() == [CHROME, "Mozilla/5.0"]
    assert coherence.shares(many(*MIXED).iloc[:0]).empty


def test_what_goes_together_is_folded_by_what_it_says() -> None:
    folded = coherence.together(many(*MIXED))
    assert folded[["requests", "share", "combinations", "h2_says", "hints_say"]].to_numpy().tolist() == [
        [90, 0.9, 2, "Chrome", "Chrome"],
        [10, 0.1, 1, "unknown", "not sent"],
    ]
    assert folded["header_user_agent"].tolist() == [CHROME, "Mozilla/5.0"]
    assert coherence.together(many(*MIXED).iloc[:0]).empty


@pytest.mark.parametrize(
    ("changed", "trait", "why"),
    [
        ({}, "HTTP/2", "not recorded"),
        ({"http_version": "HTTP/2.0"}, "HTTP/2", "not recorded"),
        ({"http_version": "HTTP/1.1"}, "HTTP/2", "not used"),
        ({"h2_fingerprint": "9:9", "http_version": "HTTP/2.0"}, "HTTP/2", "unknown"),
        ({}, "User-Agent", "not sent"),
        ({"header_user_agent": "Mozilla/5.0"}, "User-Agent", "unknown"),
        ({}, "Sec-CH-UA", "not sent"),
        ({}, "JA4", "not recorded"),
        ({"ja4": "t13d0203h2_aaaaaaaaaaaa_bbbbbbbbbbbb"}, "JA4", "unknown"),
        ({}, "ALPN", "not recorded"),
    ],
)
def test_unknown_is_not_absent_and_absent_not_unrecorded(changed: dict[str, object], trait: str, why: str) -> None:
    assert coherence.said(many(changed).iloc[0].to_dict(), trait) == why
    assert why in coherence.UNTOLD
