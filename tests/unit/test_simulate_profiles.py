"""Client profiles are what was captured, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ja4dash.simulate.captures import BY_KIND, HANDSHAKE, read_rows, text
from ja4dash.simulate.cast.machines import CRAWLERS, DECLARED
from ja4dash.simulate.kinds import KINDS, kind_of
from ja4dash.simulate.networks import reference
from ja4dash.simulate.profiles import CHROMIUM, FIREFOX, WEBKIT_IMAGES, Handshake, Profile, captured, devices

DATA = Path(__file__).parents[1] / "data"
LOGS, TRUTH = DATA / "loopback_http_logs.jsonl.gz", DATA / "loopback_truth.csv"
SHIPPED = Path(__file__).parents[2] / "ja4dash" / "simulate" / "profiles.json"


def test_the_shipped_profiles_are_what_the_captures_give() -> None:
    assert text(LOGS, TRUTH) == SHIPPED.read_text("utf-8")


def seen_handshakes() -> set[Handshake]:
    return {Handshake(*(str(row[column]) for column in HANDSHAKE)) for row in read_rows(LOGS)}


def test_no_handshake_and_no_http2_fingerprint_is_invented() -> None:
    seen = seen_handshakes()
    worn = [*captured().values(), *(device.profile for device in devices())]
    assert {profile.first for profile in worn} | {profile.resumed for profile in worn if profile.resumed} <= seen


def test_a_resumed_handshake_differs_from_the_first_as_the_captures_have_it() -> None:
    chromium = captured()[CHROMIUM]
    assert (chromium.first.ja4, chromium.resumed and chromium.resumed.ja4) == (
        "t13d1517h2_8daaf6152771_cb7bf5808d99",
        "t13d1518h2_8daaf6152771_e2d80978ab2e",
    )
    firefox = captured()[FIREFOX]
    assert firefox.resumed is not None
    assert firefox.resumed.ja4 == "t13d1617h2_86a278354501_e6dcd7ae0a9e"


@pytest.fixture(scope="module")
def seen() -> set[tuple[str, ...]]:
    """Kind of request and its headers, as captured."""
    return {(kind_of(row["method"], row["path"]), *(row[column] for column in BY_KIND)) for row in read_rows(LOGS)}


WHOLE = [device.profile for device in devices() if "in use" not in device.profile.name]
PARTIAL = [device.profile for device in devices() if "in use" in device.profile.name]


@pytest.mark.parametrize("profile", WHOLE, ids=lambda profile: profile.name)
def test_headers_of_a_captured_browser_were_captured_together(profile: Profile, seen: set[tuple[str, ...]]) -> None:
    for kind, headers in zip(KINDS, profile.kinds, strict=True):
        assert (kind, headers.accept, headers.accept_encoding, headers.fetch_mode, headers.fetch_dest) in seen


@pytest.mark.parametrize("profile", PARTIAL, ids=lambda profile: profile.name)
def test_an_impersonated_browser_asks_for_pages_as_captured_and_for_parts_as_its_engine(
    profile: Profile, seen: set[tuple[str, ...]]
) -> None:
    accepts = {(kind, accept) for kind, accept, *_ in seen}
    older = {("image", accept.replace("image/jxl,", "")) for kind, accept in accepts if kind == "image"}
    webkit = {("image", WEBKIT_IMAGES)}
    for kind, headers in zip(KINDS, profile.kinds, strict=True):
        place = "document" if kind == "form" else kind
        assert (place, headers.accept) in accepts | older | webkit


def test_a_device_says_one_thing_everywhere() -> None:
    """Platform and brand in Sec-CH-UA agree with the User-Agent: a contradiction would mark people as machines."""
    words = {'"Windows"': "Windows NT", '"macOS"': "Macintosh", '"Android"': "Android", '"Linux"': "X11; Linux", "": ""}
    for device in devices():
        profile = device.profile
        assert words[profile.ch_platform] in profile.user_agents[0]
        assert ("Edg/" in profile.user_agents[0]) == ("Microsoft Edge" in profile.ch_ua)
        assert device.mobile == any(word in profile.user_agents[0] for word in ("Mobile", "iPhone"))


def test_crawlers_call_themselves_as_published() -> None:
    listed = {row["user_agent_instance"] for row in reference("crawler_user_agents")}
    ours = {crawler.user_agent for crawler in CRAWLERS} | {agent for _, agent in DECLARED if "example" not in agent}
    assert ours <= listed
