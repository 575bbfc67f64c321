"""Blocklists in every format: exact, and no foreign text ever leaves its comment."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import stix2  # type: ignore[import-untyped]
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash.blocklist.comments import MAX_BYTES, inert
from ja4dash.blocklist.entries import EntryError, Kind, made, own, usable
from ja4dash.blocklist.format import UnsuitableError
from ja4dash.blocklist.formats import FORMATS
from tests.unit.blocklists import ADDRESSES, CHROMIUM, GO, HOSTILE, NOW, both, entry, listed

HEAD = "# ja4dash blocklist: Campaign 12"
WEEK, DAY, MONTH = "2026-11-29 14:05 UTC", "2026-11-23 14:05 UTC", "2026-12-22 14:05 UTC"
GOLDEN = {
    "addresses": "198.51.100.200\n203.0.113.6\n203.0.113.7\n2001:db8::1\n",
    "networks": "198.51.100.200/32\n203.0.113.6/31\n2001:db8::1/128\n",
    "nginx-deny": f"""{HEAD}
# 4 addresses, generated 2026-11-22 14:05 UTC, remove entries from {DAY} to {WEEK}
deny 198.51.100.200; # until {WEEK}
deny 203.0.113.6; # until {WEEK}
deny 203.0.113.7; # until {WEEK}
deny 2001:db8::1; # until {DAY}
""",
    "nginx-ja4": f"""{HEAD}
# 2 JA4s, generated 2026-11-22 14:05 UTC, remove by {MONTH}
# $http_ssl_ja4 is set by ja4-nginx-module; without that module it would be a header that the client sends.
# In the server:
#     if ($ja4dash_blocked) {{ return 403; }}
map_hash_max_size 16384;
map $http_ssl_ja4 $ja4dash_blocked {{
    default 0;
    "{CHROMIUM}" 1; # until {MONTH}
    "{GO}" 1; # until {MONTH}
}}
""",
    "nftables": f"""{HEAD}
# 4 addresses, generated 2026-11-22 14:05 UTC, remove entries from {DAY} to {WEEK}
# Loading it replaces the list before. Elements time out by themselves, counted from the moment of loading.
table inet ja4dash
delete table inet ja4dash
table inet ja4dash {{
    set blocked_v4 {{
        type ipv4_addr
        flags interval, timeout
        elements = {{
            198.51.100.200 timeout 604800s,
            203.0.113.6/31 timeout 604800s,
        }}
    }}
    set blocked_v6 {{
        type ipv6_addr
        flags interval, timeout
        elements = {{
            2001:db8::1 timeout 86400s,
        }}
    }}
    chain blocked {{
        type filter hook prerouting priority raw; policy accept;
        ip saddr @blocked_v4 counter drop
        ip6 saddr @blocked_v6 counter drop
    }}
}}
""",
    "haproxy-addresses": f"""{HEAD}
# 4 addresses, generated 2026-11-22 14:05 UTC, remove entries from {DAY} to {WEEK}
# In the frontend:
#     acl ja4dash_addresses src,map_ip(/etc/haproxy/ja4dash-addresses.map) -m found
#     http-request deny if ja4dash_addresses
198.51.100.200/32 2026-11-29T14:05:00Z
203.0.113.6/31 2026-11-29T14:05:00Z
2001:db8::1/128 2026-11-23T14:05:00Z
""",
    "haproxy-ja4": f"""{HEAD}
# 2 JA4s, generated 2026-11-22 14:05 UTC, remove by {MONTH}
# In the frontend:
#     acl ja4dash_ja4 var(txn.fingerprint_ja4),map_str(/etc/haproxy/ja4dash-ja4.map) -m found
#     http-request deny if ja4dash_ja4
# The variable is set by a Lua script such as haproxy-ja4: http-request lua.fingerprint_ja4
{CHROMIUM} 2026-12-22T14:05:00Z
{GO} 2026-12-22T14:05:00Z
""",
    "anubis": f"""{HEAD}
# 4 addresses and 2 JA4s, generated 2026-11-22 14:05 UTC, remove entries from {DAY} to {MONTH}
- name: ja4dash-addresses
  action: DENY
  remote_addresses:
    - "198.51.100.200/32"
    - "203.0.113.6/31"
    - "2001:db8::1/128"
# The proxy in front must set X-JA4, and remove it from what a client sends.
- name: ja4dash-ja4
  action: DENY
  headers_regex:
    X-JA4: "^(?:{CHROMIUM}|{GO})$"
""",
}


def written(name: str, **texts: str) -> str:
    return FORMATS[name].write(both(**texts)).decode("utf-8")


def parsed(name: str, **texts: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(name, **texts))
    return found


@pytest.mark.parametrize("name", GOLDEN)
def test_a_small_list_as_it_should_be(name: str) -> None:
    assert written(name) == GOLDEN[name]


def test_aws_waf_as_its_reference_says() -> None:
    """https://docs.aws.amazon.com/waf/latest/APIReference/API_JA4Fingerprint.html"""
    group = parsed("aws-waf")
    assert (group["Scope"], group["Capacity"]) == ("REGIONAL", 4)
    assert re.fullmatch(r"[\w\-]{1,128}", group["Name"])
    rule = group["Rules"][0]
    assert rule["Action"] == {"Block": {}}
    matches = [one["ByteMatchStatement"] for one in rule["Statement"]["OrStatement"]["Statements"]]
    assert [match["SearchString"] for match in matches] == [CHROMIUM, GO]
    assert all(match["FieldToMatch"] == {"JA4Fingerprint": {"FallbackBehavior": "NO_MATCH"}} for match in matches)
    assert all(match["PositionalConstraint"] == "EXACTLY" for match in matches)
    assert all(match["TextTransformations"] == [{"Priority": 0, "Type": "NONE"}] for match in matches)
    for holder in (group, rule):
        assert set(holder["VisibilityConfig"]) == {"SampledRequestsEnabled", "CloudWatchMetricsEnabled", "MetricName"}
    one = json.loads(FORMATS["aws-waf"].write(listed(entry(GO))))
    assert "ByteMatchStatement" in one["Rules"][0]["Statement"], "an OrStatement needs two"


def test_misp_attributes_and_objects() -> None:
    """MISP knows no attribute type for JA4: the ja4-plus object carries it."""
    event = parsed("misp", on_each="scans")["Event"]
    assert [one["value"] for one in event["Attribute"]] == GOLDEN["addresses"].split()
    assert {(one["type"], one["category"], one["to_ids"]) for one in event["Attribute"]} == {("ip-src", "Network activity", True)}
    assert event["Attribute"][3]["comment"] == f"block until {DAY}: scans"
    assert [one["name"] for one in event["Object"]] == ["ja4-plus", "ja4-plus"]
    relations = {one["object_relation"]: one["value"] for one in event["Object"][1]["Attribute"]}
    assert relations == {"ja4-fingerprint": GO, "ja4-type": "JA4"}
    holders = [event, *event["Attribute"], *event["Object"], *(one for part in event["Object"] for one in part["Attribute"])]
    assert len({one["uuid"] for one in holders}) == len(holders)


def test_stix_is_valid_until_it_expires() -> None:
    bundle = stix2.parse(written("stix"))
    indicators = [one for one in bundle.objects if one.type == "indicator"]
    assert [one.pattern for one in indicators] == [
        "[ipv4-addr:value = '198.51.100.200']",
        "[ipv4-addr:value = '203.0.113.6']",
        "[ipv4-addr:value = '203.0.113.7']",
        "[ipv6-addr:value = '2001:db8::1']",
        f"[network-traffic:x_ja4 = '{CHROMIUM}']",
        f"[network-traffic:x_ja4 = '{GO}']",
    ]
    assert [(one.valid_until - one.valid_from).days for one in indicators] == [7, 7, 7, 1, 30, 30]
    assert {one.valid_from for one in indicators} == {NOW}
    assert len({one.id for one in bundle.objects}) == 7
    assert stix2.parse(written("stix", origin="Campaign 13")).objects[1].id != indicators[0].id


# --- what a format cannot hold, and what no list holds ---------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_what_it_cannot_hold(name: str) -> None:
    one = FORMATS[name]
    only = {Kind.ADDRESS: listed(entry("203.0.113.7")), Kind.JA4: listed(entry(GO), entry(CHROMIUM))}
    lost = {Kind.ADDRESS: "1 address", Kind.JA4: "2 JA4s"}
    for kind, holder in only.items():
        if kind in one.carries:
            assert one.left_out(holder) == ""
            assert one.write(holder)
        else:
            with pytest.raises(UnsuitableError, match=rf"{re.escape(one.title)} cannot hold {lost[kind]}\."):
                one.write(holder)
    with pytest.raises(UnsuitableError, match="empty"):
        one.write(listed())


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (Kind.ADDRESS, "203.0.113.7; deny all", "is not an IPv4 or IPv6 address"),
        (Kind.ADDRESS, "203.0.113.0/24", "is not an IPv4 or IPv6 address"),
        (Kind.ADDRESS, "fe80::1%eth0", "zone"),
        (Kind.JA4, f"{GO}\n", "is not a JA4"),
        (Kind.JA4, f'{GO}"', "is not a JA4"),
        (Kind.JA4, "t13d1910h2", "is not a JA4"),
        (Kind.JA4, GO.upper(), "is not a JA4"),
    ],
)
def test_what_is_no_address_or_ja4_stands_in_no_list(kind: Kind, value: str, said: str) -> None:
    with pytest.raises(EntryError, match=said):
        made([type(entry(GO))(kind, value, entry(GO).expires_at)], origin="x", generated_at=NOW)
    assert usable(kind, [value]) == ((), 1)


def test_an_address_stands_once_in_one_spelling_with_the_later_expiry() -> None:
    found = listed(entry("::ffff:203.0.113.7", 1), entry("203.0.113.7", 7), entry("::FFFF:CB00:7107", 3))
    assert [(one.value, (one.expires_at - NOW).days) for one in found.entries] == [("203.0.113.7", 7)]


def test_networks_hold_exactly_the_addresses_that_expire_together() -> None:
    found = listed(*(entry(f"198.51.100.{last}", 7) for last in range(256)), entry("198.51.101.0", 7), entry("198.51.101.1", 1))
    assert [str(network) for network, _ in found.networks()] == ["198.51.100.0/24", "198.51.101.0/32", "198.51.101.1/32"]


def test_what_has_expired_or_is_too_much_makes_no_list() -> None:
    with pytest.raises(EntryError, match="expire before"):
        listed(entry(GO, 0))
    with pytest.raises(EntryError, match="at most 5,000 values, not 5,001"):
        listed(*(entry(f"10.{high}.{low}.1") for high in range(21) for low in range(256) if high * 256 + low < 5001))


def test_internal_addresses_are_known() -> None:
    internal = ("10.1.2.3", "192.168.0.1", "172.16.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1", "fd00::1", "fe80::1", "::1")
    foreign = ("172.15.0.1", "203.0.113.7", "8.8.8.8", "100.128.0.1", "2001:db8::1")
    assert [address for address in (*internal, *foreign) if own(address)] == list(internal)


# --- foreign text ----------------------------------------------------------------------------------------------------------

TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.text("\"\\\n\r#;{}*/'`$\u2028\x00 ax", max_size=60))
COMMENTED = ("nginx-deny", "nginx-ja4", "nftables", "haproxy-addresses", "haproxy-ja4", "anubis", "addresses", "networks")


def without_comments(text: str) -> list[str]:
    assert text.splitlines() == text.split("\n")[:-1], "a note made a line of its own"
    kept = [re.sub(r"(^|(?<=\s))#.*", "", line).rstrip() for line in text.splitlines()]
    return [line for line in kept if line]


@settings(max_examples=60, deadline=None)
@given(origin=TEXTS, note=TEXTS, on_each=TEXTS)
def test_no_foreign_text_leaves_its_comment(origin: str, note: str, on_each: str) -> None:
    texts = {"origin": origin, "note": note, "on_each": on_each}
    for name in COMMENTED:
        assert without_comments(written(name, **texts)) == without_comments(written(name))
    assert yaml.safe_load(written("anubis", **texts)) == yaml.safe_load(written("anubis"))


@settings(max_examples=60, deadline=None)
@given(text=st.one_of(TEXTS, st.text()))
def test_a_comment_is_one_short_printable_line(text: str) -> None:
    found = inert(text)
    assert found.isprintable()
    assert not set(found) & set('"\\`')
    assert "*/" not in found
    assert len(found.encode("utf-8")) <= MAX_BYTES
    assert inert(found) == found


@settings(max_examples=40, deadline=None)
@given(origin=TEXTS, note=TEXTS, on_each=TEXTS)
def test_no_foreign_text_changes_a_document(origin: str, note: str, on_each: str) -> None:
    texts = {"origin": origin, "note": note, "on_each": on_each}
    for name, told in (("aws-waf", {"Description"}), ("misp", {"info", "comment", "uuid"})):
        assert bare(parsed(name, **texts), told) == bare(parsed(name), told)
    assert re.fullmatch(r"[\w+=:#@/\-,.][\w+=:#@/\-,.\s]{1,254}", parsed("aws-waf", **texts)["Description"])
    hostile, harmless = stix2.parse(written("stix", **texts)), stix2.parse(written("stix"))
    assert [one.get("pattern") for one in hostile.objects] == [one.get("pattern") for one in harmless.objects]


def bare(value: Any, less: set[str]) -> Any:
    """A document without its texts."""
    if isinstance(value, dict):
        return {name: bare(part, less) for name, part in value.items() if name not in less}
    return [bare(part, less) for part in value] if isinstance(value, list) else value


def test_a_file_name_holds_no_foreign_text() -> None:
    names = {one.file_name(both(origin="../../x", note="/")) for one in FORMATS.values()}
    assert len(names) == len(FORMATS)
    assert all(re.fullmatch(r"ja4dash-[a-z0-9-]+-20261122T1405Z\.[a-z]+", name) for name in names)


def test_every_format_carries_something_and_says_what_to_do() -> None:
    assert len(FORMATS) == 11
    assert all(one.carries and one.usage.endswith(".") for one in FORMATS.values())
    assert len(ADDRESSES) == 4
