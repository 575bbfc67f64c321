"""Verdicts on new fingerprints, rule by rule; and the collector over days of simulated traffic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from ja4dash import collector, novelty
from ja4dash.fingerprint import agents, families
from ja4dash.novelty import Claim, claim, verdict
from ja4dash.simulate.world import World
from tests.sql.sample import CHROME, CHROME_H2, GO_H2

CHROME_132 = CHROME.replace("131", "132")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAID = Claim("Chrome", "Chrome 132", 0.97)
CRAWLER = Claim("Bot", "Googlebot 2.1", 1.0)
CURL = Claim("Other", "curl 8.5", 1.0)
SILENT = Claim("Empty", "", 1.0)
MIXED = Claim("Chrome", "Chrome 132", 0.6)


def seen(**other: Any) -> dict[str, Any]:
    """A new JA4 of a browser that HTTP/2 knows."""
    return {
        "kind": "ja4",
        "sources": 214,
        "networks": 60,
        "detected": 0,
        "browser_family": "",
        "bot_name": "",
        "h2_family": "Chrome",
        "h2_fingerprint": "",
        "line_known": 0,
    } | other


@pytest.mark.parametrize(
    ("row", "said", "sentence"),
    [
        (seen(), SAID, "looks like a browser release: 214 sources in 60 networks, coherent Chrome 132"),
        (seen(h2_family="Edge"), SAID, "looks like a browser release: 214 sources in 60 networks, coherent Chrome 132"),
        (
            seen(sources=20, networks=10, detected=4),
            SAID,
            "looks like a browser release: 20 sources in 10 networks, 4 of them detected, coherent Chrome 132",
        ),
        (
            seen(h2_family="", line_known=1),
            SAID,
            "looks like a browser release: 214 sources in 60 networks, same ciphers as a client seen before, Chrome 132",
        ),
        (seen(h2_family=""), SAID, "unexplained: 214 sources in 60 networks, mostly Chrome 132"),
        (
            seen(h2_fingerprint=CHROME_H2),
            SAID,
            "looks like a browser release: 214 sources in 60 networks, coherent Chrome 132",
        ),
        (seen(), MIXED, "unexplained: 214 sources in 60 networks, mostly Chrome 132"),
        (seen(sources=19, networks=19), SAID, "unexplained: 19 sources in 19 networks, mostly Chrome 132"),
        (seen(sources=20, networks=9), SAID, "unexplained: 20 sources in 9 networks, mostly Chrome 132"),
        (
            seen(sources=20, networks=10, detected=5),
            SAID,
            "unexplained: 20 sources in 10 networks, 5 of them detected, mostly Chrome 132",
        ),
        (seen(h2_family=""), SILENT, "unexplained: 214 sources in 60 networks, no User-Agent"),
        (seen(sources=3, networks=1), SAID, "one origin: 3 sources in 1 network, mostly Chrome 132"),
        (seen(sources=900, networks=1), SAID, "one origin: 900 sources in 1 network, mostly Chrome 132"),
        (seen(sources=3, networks=3), SAID, "one origin: 3 sources in 3 networks, mostly Chrome 132"),
        (seen(sources=1, networks=1), CURL, "a tool: 1 source in 1 network, curl 8.5"),
        (seen(bot_name="Go-http-client"), SILENT, "a tool: 214 sources in 60 networks, Go-http-client"),
        (seen(h2_fingerprint=GO_H2, h2_family=""), SILENT, "a tool: 214 sources in 60 networks, Go-http-client"),
        (seen(), CRAWLER, "a tool: 214 sources in 60 networks, Googlebot 2.1"),
        (
            seen(sources=40, detected=20),
            SAID,
            "acts like an attack: 40 sources in 60 networks, 20 of them detected, mostly Chrome 132",
        ),
        (
            seen(sources=2, networks=1, detected=2),
            CURL,
            "acts like an attack: 2 sources in 1 network, 2 of them detected, mostly curl 8.5",
        ),
        (seen(sources=1, networks=1, detected=1), CURL, "a tool: 1 source in 1 network, 1 of them detected, curl 8.5"),
        (seen(h2_family="Firefox"), SAID, "contradicts itself: 214 sources in 60 networks, says Chrome 132, HTTP/2 says Firefox"),
        (
            seen(h2_family="", bot_name="curl"),
            SAID,
            "contradicts itself: 214 sources in 60 networks, says Chrome 132, the reference lists say curl",
        ),
        (
            seen(bot_name="httpx", sources=3, networks=1, detected=3),
            SAID,
            "contradicts itself: 3 sources in 1 network, 3 of them detected, says Chrome 132, the reference lists say httpx",
        ),
        (
            seen(browser_family="Chrome", sources=4, networks=4, detected=4),
            SAID,
            "acts like an attack: 4 sources in 4 networks, 4 of them detected, mostly Chrome 132",
        ),
        (seen(browser_family="Chrome"), SAID, "a known browser: 214 sources in 60 networks, Chrome 132, known by its JA4"),
        (seen(kind="h2"), SAID, "a known browser: 214 sources in 60 networks, Chrome 132, known by its HTTP/2"),
        (
            seen(kind="h2", h2_family="", browser_family="Chrome"),
            SAID,
            "looks like a browser release: 214 sources in 60 networks, coherent Chrome 132",
        ),
    ],
)
def test_a_verdict_and_its_evidence(row: dict[str, Any], said: Claim, sentence: str) -> None:
    kind, why = verdict(row, said)
    assert why == sentence
    assert novelty.VERDICTS[kind] == sentence.split(":", maxsplit=1)[0]


def test_a_tool_may_borrow_a_browsers_http2() -> None:
    assert families.tool_of(GO_H2) == "Go-http-client"
    assert "niquests" in families.tool_of(CHROME_H2)


def test_what_most_requests_claim() -> None:
    names = [FIREFOX, CHROME, CHROME_132, "curl/8.5.0", ""]
    assert claim(names, [30, 15, 25, 10, 20], 100) == Claim("Chrome", "Chrome 132", 0.4)
    assert claim(names, [40, 15, 25, 10, 10], 200) == Claim("Chrome", "Chrome 132", 0.2), "of equals the first by name"
    assert claim([], [], 10) == Claim("Empty", "", 0.0)


def test_what_to_look_at_first_is_on_top() -> None:
    assert set(novelty.TO_LOOK_AT) < set(novelty.VERDICTS)
    assert list(novelty.VERDICTS)[:3] == list(novelty.TO_LOOK_AT)
    assert {SAID.family, CRAWLER.family, CURL.family, SILENT.family} <= set(agents.FAMILIES)


# --- the collector over simulated traffic -----------------------------------------------------------------------------

SINCE = datetime(2026, 3, 2, tzinfo=UTC)


def hourly(table: pd.DataFrame) -> pd.DataFrame:
    """What `sql/novelty/extensions.sql` makes of requests."""
    return table.groupby(["hour", "stack", "extensions"])[["requests"]].sum().reset_index()


@pytest.fixture(scope="module", params=[3, 11])
def simulated(request: pytest.FixtureRequest) -> pd.DataFrame:
    """Four days of requests with a JA4: hour, stack, extensions, requests (1)."""
    table = World(seed=request.param, rate=0.5).requests(SINCE, SINCE + timedelta(days=4))
    frame = pd.DataFrame({name: table[name].combine_chunks().to_pandas().astype(object) for name in ("time", "ja4")})
    frame = frame[frame["ja4"].map(len) == 36]
    return pd.DataFrame(
        {
            "hour": frame["time"].map(lambda at: datetime.fromtimestamp(at // 3600 * 3600, UTC)),
            "stack": frame["ja4"].map(lambda ja4: ja4[:6] + ja4[8:23]),
            "extensions": frame["ja4"].map(lambda ja4: int(ja4[6:8])),
            "requests": 1,
        }
    )


def test_simulated_traffic_with_its_attacks_is_no_fault(simulated: pd.DataFrame) -> None:
    assert len(simulated) > 100_000
    assert collector.shifts(hourly(simulated)) == []


@pytest.mark.parametrize("at", [timedelta(hours=30), timedelta(hours=52, minutes=20), timedelta(days=3, hours=23)])
def test_a_fault_in_simulated_traffic_is_found(simulated: pd.DataFrame, at: timedelta) -> None:
    hour = pd.Timestamp(SINCE + at).floor("h")
    late = (simulated["hour"] > hour) | ((simulated["hour"] == hour) & (simulated.index % 60 >= (at.seconds // 60) % 60))
    (found,) = collector.shifts(hourly(simulated.assign(extensions=simulated["extensions"] + 2 * late)))
    assert abs(found.hour - hour) <= timedelta(hours=1)
    assert found.extensions == 2
    assert found.share > 0.5
    assert found.stacks >= 5
