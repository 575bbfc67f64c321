"""Each signal against clients made by hand: what it sees, and the innocent who look a little like it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import pytest

from ja4dash.detect import scoring
from ja4dash.detect.features import COUNTS, DEVICE, line
from ja4dash.detect.signals import SIGNALS

CHROME: Final = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
ORDINARY: Final[dict[str, Any]] = {
    "address": "::ffff:203.0.113.9",
    "header_user_agent": CHROME,
    "header_sec_ch_ua": '"Chromium";v="156"',
    "agent": "Chromium",
    "browser": True,
    "contradiction": "",
    "clash": 0.0,
    "claimed_crawler": "",
    "verified_bot": "",
    "asn_label": "isp",
    "page_gap_s": 20.0,
    "page_gap_cv": 1.2,
    "line_agents": 1,
    "source_lines": 1,
    "fleet_size": 0,
    "xgb_prob": 0.0,
    "skill": 1.0,
    "odd": 0.0,
    **dict.fromkeys(COUNTS, 0),
    "requests": 60,
    "pages": 10,
    "assets": 50,
    "told": 60,
    "direct_pages": 2,
}
PEOPLE: Final = [ORDINARY | {"address": f"::ffff:198.51.100.{place}"} for place in range(20)]


def strong(*changes: Mapping[str, Any]) -> pd.DataFrame:
    """Strengths of clients that differ from an ordinary one, in a crowd of ordinary ones."""
    rows = []
    for change in [*changes, *({},) * len(PEOPLE)]:
        row = ORDINARY | dict(change)
        for level in ("device", "source"):
            for name in COUNTS:
                row.setdefault(f"{level}_{name}", row[name])
        rows.append(row)
    return scoring.strengths(pd.DataFrame(rows)).iloc[: len(changes)]


def doubt(change: Mapping[str, Any]) -> float:
    return float(scoring.doubts(strong(change))["doubt"].iloc[0])


BARE: Final = {"assets": 0, "requests": 20, "pages": 20, "told": 20}
TOOL: Final = {"browser": False, "agent": "tool", "header_user_agent": "curl/8.0", "header_sec_ch_ua": ""}

SEEN: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "a scanner": ("probing", {**TOOL, "probes": 12, "probed_paths": 9, "missed": 12, "missed_paths": 9}),
    "a slow scanner": ("probing", {**TOOL, "probes": 1, "probed_paths": 1, "source_probed_paths": 8}),
    "attack code": ("payloads", {**TOOL, "payloads": 4}),
    "a guesser": ("guessing", {"trials": 30, "failed_trials": 29, "posts": 30}),
    "a slow guesser": ("guessing", {"trials": 2, "failed_trials": 2, "source_trials": 20, "source_failed_trials": 19}),
    "a guesser whose answers nobody recorded": ("guessing", {"told": 0, "requests": 45, "trials": 45, "blind_trials": 45}),
    "a word list that no list of ours knows": ("missing", {**TOOL, "missed": 18, "missed_paths": 18, "told": 20}),
    "a tool in a browser's name": ("contradiction", {"clash": 1.0, "contradiction": "JA4 says Python, User-Agent says Chrome"}),
    "a scraper in a browser's name": ("bare pages", BARE),
    "a crawler from elsewhere": ("false crawler", {**TOOL, "claimed_crawler": "googlebot"}),
    "a scraper with a wardrobe": ("changing User-Agent", {**BARE, "line_agents": 8}),
    "a scraper with many hands": ("changing JA4", {**BARE, "source_lines": 5}),
    "Chrome without client hints": ("withheld hints", {"header_sec_ch_ua": ""}),
    "one of a fleet": ("fleet", {"fleet_size": 12}),
    "like what analysts called bots": ("analysts", {"xgb_prob": 0.97}),
    "a browser in a data centre": ("rented machine", {"asn_label": "datacenter"}),
    "pages by the clock": ("metronome", {"page_gap_cv": 0.1}),
    "pages from nowhere": ("no Referer", {"direct_pages": 10}),
    "held back": ("throttled", {"throttled": 12}),
    "unlike all others": ("odd", {"odd": 1.0}),
}


@pytest.mark.parametrize("case", SEEN)
def test_a_signal_sees_what_it_is_for(case: str) -> None:
    name, change = SEEN[case]
    assert strong(change)[name].iloc[0] > 0.9


def test_every_signal_is_tested() -> None:
    assert {name for name, _ in SEEN.values()} == {signal.name for signal in SIGNALS}


INNOCENT: Final[dict[str, dict[str, Any]]] = {
    "a person": {},
    "a person who mistyped a password": {"trials": 3, "failed_trials": 2, "posts": 3},
    "an office whose people mistype": {"trials": 60, "failed_trials": 8, "posts": 60, "requests": 4000, "assets": 3000},
    "an office with many browsers": {"line_agents": 1, "source_lines": 1, "requests": 4000, "assets": 3000},
    "a person with everything in the cache": {"pages": 4, "assets": 0, "requests": 4, "told": 4},
    "an old link": {"missed": 2, "missed_paths": 2},
    "a monitor": {**TOOL, "pages": 60, "assets": 0},
    "a partner with an expired token": {**TOOL, "pages": 40, "assets": 0, "refused": 10},
    "a broken partner that asks for one thing again and again": {**TOOL, "missed": 60, "missed_paths": 1, "pages": 60},
    "a verified crawler": {**TOOL, "claimed_crawler": "googlebot", "verified_bot": "googlebot", "pages": 80, "assets": 0},
    "a proxy that speaks another HTTP": {"clash": 0.2, "contradiction": "ALPN agreed on HTTP/2, the requests are HTTP/1"},
    "a person in a tunnel": {"asn_label": "datacenter"},
    "merely odd": {"odd": 1.0},
}


@pytest.mark.parametrize("case", INNOCENT)
def test_the_innocent_stay_below_low(case: str) -> None:
    assert doubt(INNOCENT[case]) <= 0.3


def test_what_is_merely_unusual_reaches_low_at_most() -> None:
    soft = {"asn_label": "datacenter", "page_gap_cv": 0.1, "direct_pages": 10, "throttled": 12, "odd": 1.0}
    assert 0.3 < doubt(soft) < 0.5


def test_the_word_of_the_judge_supports_and_never_convicts_alone() -> None:
    """Of the tools in a queue nearly all are bots: an honest one that is like them is no more than unusual."""
    assert 0.3 < doubt({**TOOL, "xgb_prob": 1.0, "throttled": 12, "odd": 1.0}) < 0.5
    contradicted = {"clash": 0.8, "contradiction": "JA4 says Firefox, everything else says Chrome"}
    assert doubt(contradicted) < 0.7 < doubt(contradicted | {"xgb_prob": 1.0})


def test_pages_without_assets_say_nothing_where_nobody_loads_any() -> None:
    """A site whose assets are served elsewhere."""
    rows = pd.DataFrame([ORDINARY | BARE | {f"device_{name}": value for name, value in (ORDINARY | BARE).items()}] * 20)
    for name in COUNTS:
        rows[f"source_{name}"] = rows[name]
    assert scoring.strengths(rows)["bare pages"].max() == 0


def test_client_hints_say_nothing_where_nobodys_were_recorded() -> None:
    rows = pd.DataFrame([ORDINARY | {"header_sec_ch_ua": ""}] * 20)
    for name in COUNTS:
        rows[f"source_{name}"] = rows[f"device_{name}"] = rows[name]
    assert scoring.strengths(rows)["withheld hints"].max() == 0


def test_a_signal_left_out_is_not_looked_at() -> None:
    frame = pd.DataFrame([ORDINARY | {f"{level}_{name}": 9 for level in ("device", "source") for name in COUNTS}])
    assert list(scoring.strengths(frame, without=["odd"])) == [signal.name for signal in SIGNALS if signal.name != "odd"]


# --- levels and reasons -----------------------------------------------------------------------------------------------

LEVELS: Final = [
    ({"doubt": 0.95}, "CRITICAL"),
    ({"doubt": 0.9}, "CRITICAL"),
    ({"doubt": 0.75}, "HIGH"),
    ({"doubt": 0.55}, "MEDIUM"),
    ({"doubt": 0.35}, "LOW"),
    ({"doubt": 0.1}, "NORMAL"),
    ({"doubt": 0.4, "known_browser": True}, "LEGITIMATE_BROWSER"),
    ({"doubt": 0.75, "hard": 0.75, "known_browser": True}, "HIGH"),
    ({"doubt": 0.5, "hard": 0.5, "verified_bot": "googlebot"}, "KNOWN_BOT"),
    ({"doubt": 0.95, "hard": 0.95, "attack": 0.9, "verified_bot": "googlebot"}, "CRITICAL"),
]


@pytest.mark.parametrize(("change", "level"), LEVELS)
def test_the_level_follows_from_doubt_and_verdicts(change: dict[str, Any], level: str) -> None:
    row = {"doubt": 0.0, "hard": 0.0, "attack": 0.0, "verified_bot": "", "known_browser": False} | change
    assert list(scoring.levels(pd.DataFrame([row]))) == [level]


def test_the_reason_names_the_heaviest_three_in_words() -> None:
    change = {**BARE, "trials": 30, "failed_trials": 29, "clash": 1.0, "contradiction": "JA4 says Python, User-Agent says Chrome"}
    change |= {"direct_pages": 20, "asn_label": "datacenter", "throttled": 12}
    row = ORDINARY | change | {f"{level}_{name}": (ORDINARY | change)[name] for level in ("device", "source") for name in COUNTS}
    text = scoring.reason(row | {"oddest": "x"}, strong(change).iloc[0].to_dict())
    assert text == ("29 failed logins in 24 h; JA4 says Python, User-Agent says Chrome; 20 page views with no assets as Chromium")


def test_a_line_survives_resumption_and_another_alpn() -> None:
    chromium = (
        "t13d1517h2_8daaf6152771_cb7bf5808d99",
        "t13d1518h2_8daaf6152771_e2d80978ab2e",
        "t13d1517h1_8daaf6152771_c4a234726a38",
    )
    assert {line(ja4) for ja4 in chromium} == {"t1315_8daaf6152771"}
    assert line("t13d1717h2_5b57614c22b0_3cbfd9057e0d") != line(chromium[0])
    assert (line(""), line("odd")) == ("", "odd")


def test_devices_are_told_apart_by_how_they_present_themselves() -> None:
    assert DEVICE == ["address", "header_user_agent", "header_sec_ch_ua"]
