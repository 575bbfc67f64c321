"""Fingerprints to test with: captured values, values of the reference lists, and made ones."""

from __future__ import annotations

import csv
import gzip
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

DATA = Path(__file__).parents[1] / "data"


@cache
def requests() -> list[dict[str, Any]]:
    """Requests of real clients, captured on loopback."""
    return _json_lines("loopback_http_logs.jsonl.gz")


@cache
def hellos() -> list[dict[str, Any]]:
    """ClientHellos of public captures (the test captures of FoxIO-LLC/ja4 and OISF/suricata-verify), with what they offer."""
    return _json_lines("pcap_clienthellos.jsonl.gz")


def reference(name: str) -> list[dict[str, str]]:
    """Rows of a shipped list."""
    return list(csv.DictReader(files("ja4dash").joinpath("reference", f"{name}.csv").read_text("utf-8").splitlines()))


def ja4s() -> set[str]:
    """Every JA4 that was captured or is listed."""
    listed = {row["ja4"] for name in ("browser_ja4", "bot_ja4") for row in reference(name)}
    return listed | {row["ja4"] for row in [*requests(), *hellos()]}


def signatures() -> dict[str, str]:
    """The shipped signatures, as the dictionary reads them: the highest confidence counts."""
    rows = sorted(reference("browser_h2_signatures"), key=lambda row: (-float(row["confidence"]), row["browser_family"]))
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row["h2_fingerprint"], row["browser_family"])
    return found


def tools() -> set[str]:
    """HTTP/2 fingerprints that tools were seen to send."""
    return {row["h2_fingerprint"] for row in reference("tool_h2_observed")}


def h2s() -> set[str]:
    """Every HTTP/2 fingerprint that was captured or is listed."""
    return ({row["h2_fingerprint"] for row in requests()} | set(signatures()) | tools()) - {""}


def made_ja4() -> st.SearchStrategy[str]:
    """JA4s put together from the codes of FoxIO's specification."""
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    digits = st.text("0123456789abcdef", min_size=12, max_size=12) | st.just("0" * 12)
    return st.builds(
        "{}{}{}{:02}{:02}{}_{}_{}".format,
        st.sampled_from("tqd"),
        st.sampled_from(["13", "12", "11", "10", "s3", "s2", "s1", "d1", "d2", "d3", "00"]),
        st.sampled_from("di"),
        st.integers(0, 99),
        st.integers(0, 99),
        st.text(letters, min_size=2, max_size=2),
        digits,
        digits,
    )


def made_h2() -> st.SearchStrategy[str]:
    """HTTP/2 fingerprints of Akamai's form in their plain spelling, reserved settings and missing parts among them."""
    number = st.sampled_from([1, 2, 3, 4, 5, 6, 8, 9, 0x0A0A, 0x1A2A, 0xFAFA]) | st.integers(0, 0xFFFF)
    setting = st.builds("{}:{}".format, number, st.integers(0, 0xFFFF_FFFF))
    stream = st.integers(0, 0x7FFF_FFFF)
    priority = st.builds("{}:{}:{}:{}".format, stream, st.integers(0, 1), stream, st.integers(0, 256))
    return st.builds(
        "{}|{}|{}|{}".format,
        st.lists(setting, max_size=6).map(";".join),
        st.just("00") | st.integers(1, 0x7FFF_FFFF).map(str),
        st.just("0") | st.lists(priority, min_size=1, max_size=4).map(",".join),
        st.permutations("masp").map(",".join),
    )


def _json_lines(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
