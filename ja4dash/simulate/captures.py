"""Client profiles from captured requests: `python -m ja4dash.simulate.captures LOGS TRUTH > ja4dash/simulate/profiles.json`.

LOGS are requests as JSON lines (plain or .gz) with `tls_resumed` beside the http_logs columns; TRUTH names the client of each
address. A profile is one client over one HTTP version: its handshakes, first and resumed, and its headers by request kind.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from ja4dash.simulate.kinds import KINDS, kind_of

Row = Mapping[str, Any]
Value = TypeVar("Value", str, tuple[str, ...])

HANDSHAKE: Final = ("ja4", "tls_version", "tls_alpn", "http_version", "h2_fingerprint")
SAME_FOR_ALL: Final = ("header_sec_ch_ua", "header_sec_ch_ua_platform", "header_sec_ch_ua_mobile")
BY_KIND: Final = ("header_accept", "header_accept_encoding", "header_sec_fetch_mode", "header_sec_fetch_dest")
MIXED: Final = ("ja4_rotator",)
"""Behaviours that are several clients in one: their parts are captured on their own as well."""


def profiles(rows: Iterable[Row], truth: Iterable[Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Profiles by name, in the order of their names."""
    clients: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for line in truth:
        clients[line["src_ip"]].append(line)
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    described: dict[str, Mapping[str, str]] = {}
    for row in rows:
        lines = clients[row["src_ip"]]
        if len(lines) == 1 and lines[0]["truth_class"] not in MIXED:
            client = lines[0]["client"]
            described[client] = lines[0]
            grouped[client, str(row["http_version"])].append(row)
    named = {_name(client, version): (client, found) for (client, version), found in grouped.items()}
    return {name: _profile(described[client], found) for name, (client, found) in sorted(named.items())}


def _name(client: str, version: str) -> str:
    without_notes = re.sub(r"\[.*?\]|\(.*?\)", " ", client.lower())
    words = re.sub(r"[^a-z0-9]+", " ", without_notes).split()
    return "-".join([*words, "h2" if version == "HTTP/2.0" else "h1"])


def _profile(line: Mapping[str, str], rows: list[Row]) -> dict[str, Any]:
    handshakes: dict[bool, Counter[tuple[str, ...]]] = {False: Counter(), True: Counter()}
    kinds: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for row in rows:
        handshakes[bool(row["tls_resumed"])][tuple(str(row[column]) for column in HANDSHAKE)] += 1
        kinds[kind_of(row["method"], row["path"])][tuple(str(row[column]) for column in BY_KIND)] += 1
    sites = {row["header_sec_fetch_site"] for row in rows if kind_of(row["method"], row["path"]) != "document"}
    by_kind: dict[str, dict[str, str]] = {
        kind: dict(zip(BY_KIND, _usual(kinds[kind]), strict=True)) for kind in KINDS if kind in kinds
    }
    return {
        "client": line["client"],
        "truth_class": line["truth_class"],
        "family": line["true_family"],
        "first": [dict(zip(HANDSHAKE, values, strict=True)) for values in sorted(handshakes[False])],
        "resumed": [dict(zip(HANDSHAKE, values, strict=True)) for values in sorted(handshakes[True])],
        "user_agents": sorted({row["header_user_agent"] for row in rows}),
        "languages": sorted({row["header_accept_language"] for row in rows}),
        "site_follows_page": "same-origin" in sites,
        "fixed_site": _usual(Counter(str(row["header_sec_fetch_site"]) for row in rows)) if "same-origin" not in sites else "",
        "sends_referer": any(row["header_referer"] for row in rows),
        "headers": {column: _usual(Counter(str(row[column]) for row in rows)) for column in SAME_FOR_ALL},
        "kinds": by_kind if len({tuple(values.values()) for values in by_kind.values()}) > 1 else _any(by_kind),
    }


def _any(by_kind: Mapping[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {"any": next(iter(by_kind.values()))}


def _usual(counts: Counter[Value]) -> Value:
    """The commonest value; of equally common ones the first in order."""
    return min(counts, key=lambda value: (-counts[value], value))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSON lines file, plain or .gz."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.splitlines() if line.strip()]


def read_truth(path: Path) -> list[dict[str, str]]:
    """Rows of the truth file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def text(logs: Path, truth: Path) -> str:
    """What `profiles.json` holds."""
    return json.dumps(profiles(read_rows(logs), read_truth(truth)), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text(Path(sys.argv[1]), Path(sys.argv[2])))
