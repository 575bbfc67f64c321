"""Discovery, against the captured requests counted again in Python, and the fixed data (operation 20, trap 13)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pytest

from ja4dash.db import Door, Order
from ja4dash.errors import Category, QueryError
from ja4dash.fingerprint import agents, families
from ja4dash.operations import OPERATIONS
from ja4dash.queries import discovery
from ja4dash.scope import Scope, Window, between, moment
from tests.sql import sample
from tests.sql.traffic import captured_requests, send

NEVER = "nowhere.example"


def most(values: Iterable[Any], number: int = 3) -> list[Any]:
    """The commonest values that are not empty, of equals the smallest first."""
    counted = Counter(value for value in values if value)
    return [value for value, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))][:number]


def share(rows: list[Mapping[str, Any]], carries: Iterable[bool]) -> float:
    return 100 * sum(carries) / len(rows)


def accepts(row: Mapping[str, Any], coding: str) -> bool:
    return coding in re.split(r"[,;\s]+", str(row["header_accept_encoding"]).lower())


@cache
def by_ja4() -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in captured_requests():
        found.setdefault(row["ja4"], []).append(row)
    return found


def family_of(rows: list[Mapping[str, Any]]) -> tuple[str, int]:
    counted = Counter(agents.family(row["header_user_agent"]) for row in rows)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[0]


def expected(ja4: str, rows: list[Mapping[str, Any]], lists: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """One profile, by the words of SPEC."""
    family, said = family_of(rows)
    h2s = Counter(row["h2_fingerprint"] for row in rows if row["h2_fingerprint"])
    h2 = most(row["h2_fingerprint"] for row in rows)
    settings, _, _, order = h2[0].split("|") if h2 else ("", "", "", "")
    update = int(h2[0].split("|")[1]) if h2 else 0
    names = lists["dict_browser_ja4"].get(ja4, ""), lists["dict_bot_ja4"].get(ja4, "")
    h2_names = (lists["dict_browser_h2"].get(h2[0], ""), families.tool_of(h2[0])) if h2 else ("", "")
    return {
        "ja4": ja4,
        "user_agent_family": family,
        "family_pct": pytest.approx(100 * said / len(rows)),
        "hits": len(rows),
        "ips": len({row["src_ip"] for row in rows}),
        "user_agents": len({row["header_user_agent"] for row in rows} - {""}),
        "user_agent_samples": most(row["header_user_agent"] for row in rows),
        "tls_version": (most(row["tls_version"] for row in rows) or [""])[0],
        "alpn": (most(row["tls_alpn"] for row in rows) or [""])[0],
        "h2_fingerprint": (h2 or [""])[0],
        "h2_settings_fp": settings,
        "h2_window_update": update,
        "h2_pseudo_order": order,
        "h2_fingerprints": len(h2s),
        "h2_pct": pytest.approx(100 * sum(h2s.values()) / len(rows)),
        "sec_ch_ua_pct": pytest.approx(share(rows, (row["header_sec_ch_ua"] != "" for row in rows))),
        "sec_fetch_pct": pytest.approx(share(rows, (row["header_sec_fetch_mode"] != "" for row in rows))),
        "accept_language_pct": pytest.approx(share(rows, (row["header_accept_language"] != "" for row in rows))),
        "zstd_pct": pytest.approx(share(rows, (accepts(row, "zstd") for row in rows))),
        "br_pct": pytest.approx(share(rows, (accepts(row, "br") for row in rows))),
        "gzip_pct": pytest.approx(share(rows, (accepts(row, "gzip") for row in rows))),
        "x_forwarded_for_pct": pytest.approx(share(rows, (row["header_x_forwarded_for"] != "" for row in rows))),
        "sec_ch_ua_samples": most(row["header_sec_ch_ua"] for row in rows),
        "platform_samples": most(row["header_sec_ch_ua_platform"] for row in rows),
        "mobile_samples": most(row["header_sec_ch_ua_mobile"] for row in rows),
        "accept_encoding": (most(row["header_accept_encoding"] for row in rows) or [""])[0],
        "browser_family": names[0],
        "bot_name": names[1],
        "h2_family": h2_names[0],
        "h2_tool": h2_names[1],
        "known": int(any((*names, *h2_names))),
    }


def known_to(door: Door) -> dict[str, dict[str, str]]:
    """The dictionaries, whole."""
    keys = {
        "dict_browser_ja4": ("ja4", "browser_family"),
        "dict_bot_ja4": ("ja4", "bot_name"),
        "dict_browser_h2": ("h2_fingerprint", "browser_family"),
    }
    found = {}
    for name, (key, value) in keys.items():
        frame = door.query(
            f"SELECT {key} AS k, {value} AS v FROM dictionary({{d:String}})", {"d": f"{door.settings.processing_db}.{name}"}
        )
        found[name] = dict(zip(frame["k"], frame["v"], strict=True))
    return found


def plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): list(value) if name.endswith("_samples") else value for name, value in row.items()}


def test_every_column_of_every_profile(captured: Door) -> None:
    lists = known_to(captured)
    found = discovery.found(Scope(), minimum=1)["profiles"]
    wanted = sorted(((ja4, rows) for ja4, rows in by_ja4().items() if ja4), key=lambda item: (-len(item[1]), item[0]))
    assert [plain(row) for row in found.to_dict("records")] == [expected(ja4, rows, lists) for ja4, rows in wanted]
    assert {"Chrome", "Firefox", "Safari", "Edge"} & set(found["user_agent_family"])
    assert set(found["user_agent_family"]) <= set(agents.FAMILIES)
    assert found["known"].nunique() == 2
    assert found["h2_fingerprints"].max() > 1


def test_families_count_an_address_once(captured: Door) -> None:
    """Trap 13: the sum over JA4s counts a client with two of them twice."""
    result = discovery.found(Scope(), minimum=1)
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    ja4s: Counter[str] = Counter()
    for rows in by_ja4().values():
        family, _ = family_of(rows)
        ja4s[family] += 1
        grouped.setdefault(family, []).extend(rows)
    wanted = [
        {
            "user_agent_family": family,
            "ja4s": ja4s[family],
            "hits": len(rows),
            "ips": len({row["src_ip"] for row in rows}),
            "has_h2": int(any(row["h2_fingerprint"] for row in rows)),
            "has_sec_ch_ua": int(any(row["header_sec_ch_ua"] for row in rows)),
            "has_sec_fetch": int(any(row["header_sec_fetch_mode"] for row in rows)),
            "h2_pct": pytest.approx(share(rows, (row["h2_fingerprint"] != "" for row in rows))),
            "sec_ch_ua_pct": pytest.approx(share(rows, (row["header_sec_ch_ua"] != "" for row in rows))),
            "sec_fetch_pct": pytest.approx(share(rows, (row["header_sec_fetch_mode"] != "" for row in rows))),
            "accept_language_pct": pytest.approx(share(rows, (row["header_accept_language"] != "" for row in rows))),
            "zstd_pct": pytest.approx(share(rows, (accepts(row, "zstd") for row in rows))),
            "br_pct": pytest.approx(share(rows, (accepts(row, "br") for row in rows))),
            "gzip_pct": pytest.approx(share(rows, (accepts(row, "gzip") for row in rows))),
            "x_forwarded_for_pct": pytest.approx(share(rows, (row["header_x_forwarded_for"] != "" for row in rows))),
        }
        for family, rows in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    assert result["families"].to_dict("records") == wanted
    naive = result["profiles"].groupby("user_agent_family")["ips"].sum().to_dict()
    assert any(naive[row["user_agent_family"]] > int(str(row["ips"])) for row in wanted)
    assert result["totals"]["ips"][0] == len({row["src_ip"] for row in captured_requests()})
    assert result["families"]["ips"].sum() > result["totals"]["ips"][0]


def test_totals(captured: Door) -> None:
    result = discovery.found(Scope(), minimum=20, limit=10)
    enough = {ja4: rows for ja4, rows in by_ja4().items() if ja4 and len(rows) >= 20}
    listed = sorted(enough, key=lambda ja4: (-len(enough[ja4]), ja4))[:10]
    (row,) = result["totals"].to_dict("records")
    assert result["profiles"]["ja4"].tolist() == listed
    assert row == {
        "profiles": 10,
        "profiles_total": len(enough),
        "families": len({family_of(enough[ja4])[0] for ja4 in listed}),
        "with_h2": sum(any(r["h2_fingerprint"] for r in enough[ja4]) for ja4 in listed),
        "with_sec_ch_ua": sum(any(r["header_sec_ch_ua"] for r in enough[ja4]) for ja4 in listed),
        "unknown": int((result["profiles"]["known"] == 0).sum()),
        "hits": sum(len(enough[ja4]) for ja4 in listed),
        "ips": len({r["src_ip"] for ja4 in listed for r in enough[ja4]}),
        "requests": len(captured_requests()),
        "without_ja4": 0,
    }


def test_what_has_no_ja4_is_counted_and_in_no_profile(sampled: Door) -> None:
    day = Scope(Window("24h"))
    result = discovery.found(day, minimum=1)
    profiles = result["profiles"].set_index("ja4")
    assert profiles[["hits", "ips", "user_agents"]].to_dict("index") == {
        sample.CHROME_JA4: {"hits": 6, "ips": 3, "user_agents": 2},
        sample.GO_JA4: {"hits": 1, "ips": 1, "user_agents": 1},
    }
    totals = result["totals"].iloc[0]
    assert (totals["requests"], totals["without_ja4"], totals["hits"], totals["ips"]) == (9, 2, 7, 4)
    assert profiles.loc[sample.CHROME_JA4, "user_agent_family"] == "Chrome"
    assert profiles.loc[sample.CHROME_JA4, "family_pct"] == pytest.approx(100 * 4 / 6)


def test_an_ipv6_client_is_a_source(door: Door) -> None:
    send(door, [{"src_ip": ip, "ja4": "x"} for ip in ("2001:db8::1", "2001:db8::2", "203.0.113.9", "203.0.113.9")])
    assert discovery.found(Scope(), minimum=1)["profiles"]["ips"].tolist() == [3]


def test_the_majority_is_by_requests_and_not_by_user_agents(door: Door) -> None:
    curls = [{"ja4": "a", "header_user_agent": f"curl/8.{n}"} for n in range(5)]
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    send(door, [*curls, *[{"ja4": "a", "header_user_agent": firefox}] * 6, *[{"ja4": "b"}] * 3])
    profiles = discovery.found(Scope(), minimum=1)["profiles"].set_index("ja4")
    assert profiles["user_agent_family"].to_dict() == {"a": "Firefox", "b": "Empty"}
    assert profiles["family_pct"].round(1).to_dict() == {"a": 54.5, "b": 100.0}
    assert profiles["user_agent_samples"].map(list).to_dict() == {"a": [firefox, "curl/8.0", "curl/8.1"], "b": []}


def test_a_coding_is_a_word_and_not_a_part_of_one(door: Door) -> None:
    codings = ["br", "GZIP;q=1.0, deflate", "brotli", "x-gzipped", "zstd,br", ""]
    send(door, [{"ja4": "a", "header_accept_encoding": coding} for coding in codings])
    (row,) = discovery.found(Scope(), minimum=1)["profiles"].to_dict("records")
    assert [round(row[name] * 6 / 100) for name in ("br_pct", "gzip_pct", "zstd_pct")] == [2, 1, 1]


def test_the_scope_counts(captured: Door) -> None:
    rows = [row for row in captured_requests() if row["method"] == "POST"]
    result = discovery.found(Scope().where("method", "POST"), minimum=1)
    assert result["profiles"]["hits"].sum() == result["totals"]["requests"][0] == len(rows)
    assert set(result["profiles"]["ja4"]) == {row["ja4"] for row in rows}


def test_a_row_is_chosen_and_sorted(captured: Door) -> None:
    profiles = discovery.found(Scope(), minimum=1)["profiles"]
    for column in discovery.SORTS:
        for descending in (True, False):
            values = discovery.chosen(profiles, Order(column, descending))[column].tolist()
            assert values == sorted(values, reverse=descending)
            assert len(values) == len(profiles)
    firefox = discovery.chosen(profiles, Order("hits"), family="Firefox", known=True)
    assert len(firefox)
    assert set(firefox["user_agent_family"]) == {"Firefox"}
    assert set(firefox["known"]) == {1}
    parts = [len(discovery.chosen(profiles, Order("hits"), known=known)) for known in (True, False)]
    assert min(parts) > 0
    assert sum(parts) == len(profiles)
    with pytest.raises(QueryError, match="cannot sort by"):
        discovery.chosen(profiles, Order("accept_encoding"))


@pytest.mark.parametrize("given", [{"minimum": 0}, {"minimum": 100_001}, {"limit": 9}, {"limit": 1001}])
def test_parameters_out_of_bounds_are_refused(captured: Door, given: dict[str, int]) -> None:
    with pytest.raises(QueryError) as caught:
        discovery.found(Scope(), **given)
    assert caught.value.category is Category.PARAMETER


def test_the_window_is_seven_days_and_thirty_at_most(captured: Door) -> None:
    attrs = discovery.found(Scope())["families"].attrs
    assert (attrs["until"] - attrs["since"]).days == 7
    assert [asked.name for asked in attrs["asked"]] == ["discovery/profiles", "discovery/sources"]
    with pytest.raises(QueryError, match="30 days at most") as caught:
        discovery.found(Scope(between(moment("2026-09-01T00:00Z"), moment("2026-10-02T00:00Z"))))
    assert caught.value.category is Category.PARAMETER


def test_none_is_empty_and_keeps_its_columns(door: Door) -> None:
    """Trap 11."""
    result = discovery.found(Scope())
    assert result["totals"].to_dict("records") == [dict.fromkeys(result["totals"].columns, 0)]
    assert result["profiles"].empty
    assert result["families"].empty
    assert {"ja4", "ips", "known"} <= set(result["profiles"])
    assert {"ja4s", "ips", "has_h2"} <= set(result["families"])


def test_what_is_not_deployed_is_no_empty_answer(empty_door: Door) -> None:
    """Trap 11."""
    with pytest.raises(QueryError) as caught:
        discovery.found(Scope())
    assert caught.value.category is Category.MISSING


def test_the_operation_takes_its_parameters(captured: Door) -> None:
    run = OPERATIONS["fingerprint-discovery"].run
    assert run is not None
    result = run(Scope().where("host", NEVER), minimum=1, limit=10)
    assert isinstance(result, dict)
    assert list(result) == ["profiles", "families", "totals"]
    assert {parameter.name: parameter.default for parameter in OPERATIONS["fingerprint-discovery"].parameters} == {
        "minimum": 10,
        "limit": 300,
    }
