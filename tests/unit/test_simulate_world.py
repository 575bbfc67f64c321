"""Worlds: the same from the same seed, the same in pieces, and like life in their mix."""

from __future__ import annotations

import contextlib
import io
import ipaddress
import itertools
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ja4dash.simulate import attacks
from ja4dash.simulate.cast import malicious_share
from ja4dash.simulate.networks import published, reference
from ja4dash.simulate.profiles import captured
from ja4dash.simulate.site import site
from ja4dash.simulate.world import World

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = int(MONDAY.timestamp()) // 3600
RATE = 1.0
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def world() -> World:
    return World(seed=11, rate=RATE)


def frame(world: World, since: datetime, until: datetime) -> pd.DataFrame:
    """Rows with the truth beside them: `source`, `kind`, `malicious`, `coordinated`, and `label` of the network."""
    table = world.requests(since, until)
    columns = {name: table[name].combine_chunks() for name in table.column_names if name != "src_ip"}
    found = pd.DataFrame({name: column.to_pandas().astype(object) for name, column in columns.items()})
    found["src_ip"] = pd.Series([ipaddress.IPv6Address(value) for value in table["src_ip"].to_pylist()], dtype=object)
    found["source"] = world.events(int(since.timestamp()), int(until.timestamp()))["source"]
    for name in ("kind", "malicious", "coordinated"):
        values = np.empty(world.sources.count, object)
        for group in world.groups:
            values[group.source] = getattr(group, name)
        found[name] = values[found["source"]]
    labels = {int(row["src_asn"]): row["label"] for row in reference("asn_reputation")}
    found["label"] = [labels.get(asn, "") for asn in found["src_asn"]]
    return found


@pytest.fixture(scope="module")
def day(world: World) -> pd.DataFrame:
    return frame(world, MONDAY + DAY, MONDAY + 2 * DAY)


# --- reproducible -----------------------------------------------------------------------------------------------------


DIGEST = """
import hashlib
import pyarrow as pa
from datetime import UTC, datetime, timedelta
from ja4dash.simulate.world import World
since = datetime(2026, 3, 2, tzinfo=UTC)
table = World(seed=5, rate=0.1).requests(since, since + timedelta(hours=2))
columns = [table[name].combine_chunks() for name in table.column_names]
plain = [column.dictionary_decode() if pa.types.is_dictionary(column.type) else column for column in columns]
print(table.num_rows, hashlib.sha256(repr([column.to_pylist() for column in plain]).encode()).hexdigest())
"""


def test_the_same_seed_gives_the_same_rows_in_any_process() -> None:
    here = io.StringIO()
    with contextlib.redirect_stdout(here):
        exec(DIGEST, {})
    elsewhere = {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"}
    there = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True, env=elsewhere, cwd=ROOT)
    assert there.stdout == here.getvalue()
    assert int(there.stdout.split()[0]) > 100


def test_another_seed_gives_other_sources() -> None:
    first, second = (set(map(bytes, World(seed, 0.1).sources.columns()[0])) for seed in (5, 6))
    assert len(first & second) < 0.02 * len(first)


CUTS = [
    [0, 7200],
    [0, 3600, 7200],
    [0, 1, 2, 1799, 1800, 1801, 5000, 7200],
    [-7200, -3601, -10, 7200],
]


@pytest.mark.parametrize("cuts", CUTS)
def test_the_parts_of_an_interval_are_the_interval(world: World, cuts: list[int]) -> None:
    """Whatever is asked for first: the parts are made newest first, in a world that has seen nothing yet."""
    base = int((MONDAY + DAY).timestamp())
    whole = world.events(base + cuts[0], base + cuts[-1])
    fresh = World(seed=world.seed, rate=world.rate)
    spans = list(itertools.pairwise(cuts))[::-1]
    parts = [fresh.events(base + since, base + until) for since, until in spans][::-1]
    assert np.array_equal(np.concatenate(parts), whole)
    for part, (since, until) in zip(parts, spans[::-1], strict=True):
        assert (np.floor(part["time"]) >= base + since).all()
        assert (part["time"] < base + until).all()


def test_no_time_gives_no_rows_with_all_columns(world: World) -> None:
    empty = world.requests(MONDAY, MONDAY)
    assert empty.num_rows == 0
    assert empty.column_names == world.columns


# --- how much ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [0.05, 2.0])
def test_the_rate_is_the_mean_of_a_week_and_the_mix_stays(rate: float) -> None:
    world = World(seed=3, rate=rate)
    hours = range(0, 7 * 24, 5)
    parts = [world.events(base, base + 3600) for base in (int(MONDAY.timestamp()) + hour * 3600 for hour in hours)]
    total = sum(len(part) for part in parts)
    assert total == pytest.approx(rate * len(hours) * 3600, rel=0.15)
    malicious = np.zeros(world.sources.count, bool)
    for group in world.groups:
        malicious[group.source] = group.malicious
    share = sum(int(malicious[part["source"]].sum()) for part in parts) / total
    assert 0.05 < share < 0.2


def test_harm_grows_more_slowly_than_the_site() -> None:
    shares = [malicious_share(rate) for rate in (0.1, 1, 10, 100)]
    assert shares == sorted(shares, reverse=True)
    assert 0.05 < min(shares) <= max(shares) < 0.2


def test_most_sources_are_people(day: pd.DataFrame) -> None:
    kinds = day.groupby("source")["kind"].first().value_counts(normalize=True)
    assert kinds["person"] > 0.6
    assert 0.02 < day.groupby("source")["malicious"].first().mean() < 0.2


# --- like life --------------------------------------------------------------------------------------------------------


def test_people_sleep_at_night(day: pd.DataFrame) -> None:
    french = day[(day["kind"] == "person") & (day["src_country_code"] == "FR")]
    hours = (french["time"].astype("int64") % 86_400 // 3600).value_counts()
    assert hours.reindex([2, 3, 4], fill_value=0).mean() < 0.25 * hours.reindex([18, 19, 20]).mean()


def test_resumption_shows_two_fingerprints_on_one_address(day: pd.DataFrame) -> None:
    pairs = {p.first.ja4: p.resumed.ja4 for p in captured().values() if p.resumed and p.resumed.ja4 != p.first.ja4}
    people = day[day["kind"] == "person"]
    able = people[people["ja4"].isin([*pairs, *pairs.values()])]
    assert 0.25 < able["ja4"].isin(pairs.values()).mean() < 0.65
    both = people.groupby("source")["ja4"].agg(set)
    assert sum(any({first, again} <= found for first, again in pairs.items()) for found in both) > 100


def test_addresses_of_both_kinds_and_several_people_behind_one(day: pd.DataFrame) -> None:
    people = day[day["kind"] == "person"]
    sources = people.groupby("source").agg(ip=("src_ip", "first"), agents=("header_user_agent", "nunique"))
    sixth = np.mean([address.ipv4_mapped is None for address in sources["ip"]])
    assert 0.1 < sixth < 0.6
    assert (sources["agents"] > 1).mean() > 0.1
    assert sources["agents"].max() >= 5


def test_some_people_speak_http_1_and_old_tls(day: pd.DataFrame) -> None:
    people = day[day["kind"] == "person"]
    assert 0.005 < (people["http_version"] == "HTTP/1.1").mean() < 0.15
    assert 0.001 < (people["tls_version"] == "TLSv1.2").mean() < 0.1
    assert (people["h2_fingerprint"] == "").sum() == (people["http_version"] == "HTTP/1.1").sum()


def test_people_load_what_a_page_needs_and_think_before_the_next(day: pd.DataFrame) -> None:
    people = day[(day["kind"] == "person") & (day["header_sec_fetch_dest"] != "")]
    documents = people["header_sec_fetch_dest"] == "document"
    assert 4 < (~documents).sum() / documents.sum() < 12
    assert people[~documents]["header_referer"].ne("").mean() > 0.9
    inside = people[documents & (people["header_sec_fetch_site"] == "same-origin")]
    assert inside["header_referer"].str.startswith("https://").mean() > 0.9
    entered = people[documents & (people["header_sec_fetch_site"] == "none")]
    assert entered["header_referer"].eq("").all()


def test_statuses_are_those_of_a_shop(day: pd.DataFrame) -> None:
    shares = day["status"].value_counts(normalize=True)
    assert shares[200] > 0.7
    assert {204, 302, 304, 401, 403, 404} <= set(shares.index)
    assert shares.reindex([500, 502, 503]).fillna(0).sum() < 0.01


def prefixes(bot: str) -> list[tuple[int, int]]:
    ranges = published()[bot]
    return [(int.from_bytes(bytes(first)), int.from_bytes(bytes(first | bits))) for first, bits in ranges]


def test_good_crawlers_come_from_their_ranges_and_fake_ones_do_not(day: pd.DataFrame) -> None:
    ranges = prefixes("googlebot")
    says = day[day["header_user_agent"].str.contains("Googlebot")].groupby("source").agg(
        ip=("src_ip", "first"), malicious=("malicious", "first")
    )  # fmt: skip
    inside = np.array([any(first <= int(ip) <= last for first, last in ranges) for ip in says["ip"]])
    assert (inside == ~says["malicious"].astype(bool)).all()
    assert inside.any()


def networks_of(day: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    rows = [(ipaddress.ip_network(row["network"]), row) for row in reference("iplocate_asn_sample")]
    fourth = {n.network_address.packed[:2]: [] for n, _ in rows if n.version == 4}  # type: ignore[var-annotated]
    for network, row in rows:
        if network.version == 4 and network.prefixlen >= 16:
            fourth[network.network_address.packed[:2]].append((network, row))
    for _, request in day.sample(400, random_state=1).iterrows():
        address = request["src_ip"].ipv4_mapped
        if address and address.packed[:2] in fourth:
            found = [row for network, row in fourth[address.packed[:2]] if address in network]
            if found:
                yield request, found[0]


def test_network_name_and_country_are_those_of_the_shipped_list(day: pd.DataFrame) -> None:
    pairs = list(networks_of(day))
    assert len(pairs) > 100
    for request, row in pairs:
        assert (str(request["src_asn"]), request["src_as_name"], request["src_country_code"]) == (
            row["asn"],
            row["name"],
            row["country_code"],
        )


# --- harm -------------------------------------------------------------------------------------------------------------


def test_fleets_share_a_fingerprint_over_several_networks(world: World) -> None:
    fleets = [group for group in world.groups if group.coordinated]
    assert len(fleets) >= 3
    shown = {}
    looks = world.looks
    for group in fleets:
        slots = range(FIRST, FIRST + 24 * 14)
        events = np.concatenate([group.events(world.seed, n, n * 3600, n * 3600 + 3600, looks) for n in slots])
        pairs = {(looks.first[look], looks.resumed[look]) for look in np.unique(events["look"])}
        assert len(pairs) == 1
        assert set(np.unique(events["handshake"])) <= set(next(iter(pairs)))
        assert len(np.unique(events["source"])) >= 6
        assert len(np.unique(world.sources.columns()[1][events["source"]])) >= 3
        hours = np.bincount((events["time"] // 3600).astype(int) - FIRST, minlength=24 * 14)
        assert hours.max() > 4 * hours.mean()
        assert (hours == 0).mean() > 0.15 or (hours < 0.2 * hours.mean()).mean() > 0.3
        shown[group.coordinated] = pairs.pop()
    assert len(set(shown)) == len(fleets)


def test_hostile_text_is_there_as_text(world: World) -> None:
    scanners = next(group for group in world.groups if group.kind == "scanner")
    events = np.concatenate(
        [scanners.events(world.seed, n, n * 3600, n * 3600 + 3600, world.looks) for n in range(FIRST, FIRST + 96)]
    )
    asked = set(np.array(site().queries.array().to_pylist(), object)[site().query[events["target"]]])
    agents = set(
        np.array(world.looks.pools["header_user_agent"].array().to_pylist(), object)[world.looks.user_agent[events["look"]]]
    )
    for payload in ("UNION SELECT", "${jndi:ldap://", "<script>", "=HYPERLINK(", "](javascript:"):
        assert any(payload in query for query in asked), payload
    assert agents & set(attacks.USER_AGENTS[2:10])


HIDDEN = ("host", "method", "http_version", "tls_version", "src_country_code", "label", "header_accept_language", "tls_alpn")


@pytest.mark.parametrize("column", HIDDEN)
def test_no_plain_value_gives_harm_away(day: pd.DataFrame, column: str) -> None:
    """Nearly every malicious request has a value that benign requests have too."""
    shares = day.groupby(column)["malicious"].agg(["mean", "sum"])
    assert shares[shares["mean"] > 0.95]["sum"].sum() < 0.15 * day["malicious"].sum()


def test_harm_comes_from_networks_and_with_fingerprints_that_others_use(day: pd.DataFrame) -> None:
    bad, good = day[day["malicious"].astype(bool)], day[~day["malicious"].astype(bool)]
    assert bad["ja4"].isin(set(good["ja4"])).mean() > 0.4
    assert bad["header_user_agent"].isin(set(good["header_user_agent"])).mean() > 0.3
    assert bad["path"].isin(set(good["path"])).mean() > 0.5
    assert set(bad["label"]) <= set(good["label"])


def test_paces_of_harm_and_of_life_overlap(day: pd.DataFrame) -> None:
    per_hour = day.groupby(["source", day["time"].astype("int64") // 3600, "malicious"]).size().reset_index(name="requests")
    bad = per_hour[per_hour["malicious"].astype(bool)]["requests"]
    good = per_hour[~per_hour["malicious"].astype(bool)]["requests"]
    assert bad.quantile(0.25) < good.quantile(0.75)
    assert good.quantile(0.95) > bad.median()


def test_rows_hold_nothing_but_the_columns_of_http_logs(world: World) -> None:
    expected = """time src_ip src_port method host path query http_version status header_user_agent header_referer header_accept
    header_accept_language header_accept_encoding header_x_forwarded_for header_sec_ch_ua header_sec_ch_ua_platform
    header_sec_ch_ua_mobile header_sec_fetch_mode header_sec_fetch_site header_sec_fetch_dest ja4 tls_version tls_alpn tls_sni
    h2_fingerprint h2_settings_fp h2_window_update h2_pseudo_order src_asn src_as_name src_country_code"""
    assert set(world.columns) == set(expected.split())


def test_http2_fields_are_parts_of_the_fingerprint(day: pd.DataFrame) -> None:
    spoken = day[day["h2_fingerprint"] != ""].drop_duplicates("h2_fingerprint")
    for _, row in spoken.iterrows():
        settings, window, _, order = row["h2_fingerprint"].split("|")
        assert (row["h2_settings_fp"], row["h2_window_update"], row["h2_pseudo_order"]) == (settings, int(window), order)


def test_a_client_without_a_server_name_sends_none(day: pd.DataFrame) -> None:
    assert (day["tls_sni"] == np.where(day["ja4"].str[3] == "d", day["host"], "")).all()
