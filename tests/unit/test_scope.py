"""Scope: every filter's SQL, its way through the URL, and garbage that never raises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash import scope as scopes
from ja4dash.scope import FIELDS, MAX_VALUES, PREDICATES, TEXT_COLUMNS, Filter, Scope, ScopeError, Window, parse, predicates

NOW = datetime(2026, 11, 22, 14, 5, 9, tzinfo=UTC)
IP = r"replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1')"
DETECTED = (
    "toIPv6(src_ip) GLOBAL IN (SELECT src_ip FROM {processing:Identifier}.ml_detected_anomalies"
    " WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND "
)
REQUESTED = (
    "src_ip GLOBAL IN (SELECT toIPv6(src_ip) FROM {logs:Identifier}.http_logs"
    " WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} AND "
)
BETWEEN = "src_ip BETWEEN toIPv6({f0_0_first:String}) AND toIPv6({f0_0_last:String})"
TEXT = "{f0:Array(String)}"


@pytest.mark.parametrize(
    ("surface", "field", "value", "sql", "parameters"),
    [
        ("logs", "method", "get", f"upper(method) IN {TEXT}", {"f0": ["GET"]}),
        ("logs", "http", "HTTP/2.0", f"http_version IN {TEXT}", {"f0": ["HTTP/2.0"]}),
        ("logs", "status", "4", "intDiv(status, 100) IN {f0:Array(UInt16)}", {"f0": [4]}),
        ("logs", "host", "100%_'", f"multiSearchAnyCaseInsensitiveUTF8(host, {TEXT})", {"f0": ["100%_'"]}),
        ("logs", "asn", "AS64500", "src_asn IN {f0:Array(UInt32)}", {"f0": [64500]}),
        ("logs", "country", "de", f"src_country_code IN {TEXT}", {"f0": ["DE"]}),
        (
            "logs",
            "ja4",
            "t13d1516h2_8daaf6152771_e5627efa2ab1",
            f"ja4 IN {TEXT}",
            {"f0": ["t13d1516h2_8daaf6152771_e5627efa2ab1"]},
        ),
        ("logs", "level", "high", f"{DETECTED}upper(threat_level) IN {TEXT})", {"f0": ["HIGH"]}),
        ("logs", "campaign", "12", f"{DETECTED}campaign_id IN {{f0:Array(Int32)}})", {"f0": [12]}),
        ("logs", "ip", "10.0.0.1", f"({BETWEEN})", {"f0_0_first": "::ffff:10.0.0.1", "f0_0_last": "::ffff:10.0.0.1"}),
        (
            "logs",
            "q",
            "a_b%",
            f"(multiSearchAnyCaseInsensitiveUTF8(path, {TEXT}) OR multiSearchAnyCaseInsensitiveUTF8(header_user_agent, {TEXT})"
            f" OR multiSearchAnyCaseInsensitive({IP}, {TEXT}))",
            {"f0": ["a_b%"]},
        ),
        (
            "detections",
            "q",
            "10.0.0.0/8",
            f"(multiSearchAnyCaseInsensitiveUTF8(host, {TEXT}) OR multiSearchAnyCaseInsensitive({IP}, {TEXT}) OR"
            " (src_ip BETWEEN toIPv6({f0_net_0_first:String}) AND toIPv6({f0_net_0_last:String})))",
            {"f0": ["10.0.0.0/8"], "f0_net_0_first": "::ffff:10.0.0.0", "f0_net_0_last": "::ffff:10.255.255.255"},
        ),
        ("detections", "level", "critical", f"upper(threat_level) IN {TEXT}", {"f0": ["CRITICAL"]}),
        ("detections", "campaign", "-1", "campaign_id IN {f0:Array(Int32)}", {"f0": [-1]}),
        ("detections", "asn", "64500", "asn_number IN {f0:Array(UInt32)}", {"f0": [64500]}),
        ("detections", "method", "POST", f"{REQUESTED}upper(method) IN {TEXT})", {"f0": ["POST"]}),
        ("scores", "campaign", "3", f"{DETECTED}campaign_id IN {{f0:Array(Int32)}})", {"f0": [3]}),
        ("scores", "status", "5", f"{REQUESTED}intDiv(status, 100) IN {{f0:Array(UInt16)}})", {"f0": [5]}),
        ("scores", "model", "forest", f"model_name IN {TEXT}", {"f0": ["forest"]}),
        ("logs", "model", "forest", f"{DETECTED}model_name IN {TEXT})", {"f0": ["forest"]}),
        ("features", "bot", "Googlebot", f"bot_name IN {TEXT}", {"f0": ["Googlebot"]}),
        ("features", "level", "LOW", f"{DETECTED}upper(threat_level) IN {TEXT})", {"f0": ["LOW"]}),
    ],
)
def test_a_filter_becomes_one_condition(surface: str, field: str, value: str, sql: str, parameters: dict[str, Any]) -> None:
    assert predicates(Scope().where(field, value), surface) == ([sql], parameters)
    assert predicates(Scope().where(field, value, exclude=True), surface) == ([f"NOT ({sql})"], parameters)


@pytest.mark.parametrize("surface", PREDICATES)
@pytest.mark.parametrize("field", FIELDS)
def test_every_filter_has_an_answer_on_every_surface(surface: str, field: str) -> None:
    value = {"ip": "10.0.0.1", "country": "DE", "asn": "1", "status": "2", "campaign": "1"}.get(field, "BOUND")
    conditions, parameters = predicates(Scope().where(field, value), surface)
    assert len(conditions) == 1
    assert all("{" + name + ":" in conditions[0] for name in parameters)
    assert "BOUND" not in conditions[0]


def test_surfaces_and_text_columns_match() -> None:
    assert set(PREDICATES) == set(TEXT_COLUMNS)


def test_an_unknown_filter_raises() -> None:
    with pytest.raises(ScopeError):
        Scope().where("nope", "x")
    with pytest.raises(ScopeError):
        predicates(Scope(filters=(Filter("nope", ("x",)),)), "logs")


@pytest.mark.parametrize(
    ("field", "value", "clean"),
    [
        ("asn", "as64500", "64500"),
        ("asn", "4294967295", "4294967295"),
        ("country", "de", "DE"),
        ("country", "t1", "T1"),
        ("level", "critical", "CRITICAL"),
        ("level", "Level-2", "LEVEL-2"),
        ("ip", "::FFFF:10.0.0.1", "10.0.0.1"),
        ("ip", "::ffff:a00:1", "10.0.0.1"),
        ("ip", "2001:DB8:0:0::1", "2001:db8::1"),
        ("ip", "10.0.0.7/8", "10.0.0.0/8"),
        ("ip", "::ffff:10.0.0.7/104", "10.0.0.0/8"),
        ("ip", "2001:db8::7/32", "2001:db8::/32"),
        ("q", "  spaces around  ", "spaces around"),
        ("ja4", "t13d1516H2_8daaf6152771_e5627efa2ab1", "t13d1516H2_8daaf6152771_e5627efa2ab1"),
        ("method", "!weird*", "!WEIRD*"),
    ],
)
def test_values_have_one_spelling(field: str, value: str, clean: str) -> None:
    assert Scope().where(field, value).filters == (Filter(field, (clean,)),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("asn", "4294967296"),
        ("asn", "-1"),
        ("asn", "٣"),
        ("country", "DEU"),
        ("level", "<b>"),
        ("ip", "10.0.0"),
        ("ip", "10.0.0.1/33"),
        ("ip", "fe80::1%eth0"),
        ("ip", "fe80::1%eth0/128"),
        ("ip", "/8"),
        ("ip", ""),
        ("ja4", "t13d' OR 1"),
        ("status", "6"),
        ("status", "404"),
        ("campaign", "-2"),
        ("campaign", "2147483648"),
        ("campaign", "1e3"),
        ("method", "G T"),
        ("host", ""),
        ("host", "a\nb"),
        ("q", "\ud800"),
        ("q", "x" * 201),
    ],
)
def test_malformed_values_are_refused_in_words(field: str, value: str) -> None:
    with pytest.raises(ScopeError) as caught:
        Scope().where(field, value)
    assert str(caught.value)


def test_a_filter_takes_only_so_many_values() -> None:
    many = [str(number) for number in range(MAX_VALUES)]
    assert len(Scope().where("asn", *many).filters[0].values) == MAX_VALUES
    with pytest.raises(ScopeError):
        Scope().where("asn", *many, "999999")


def test_filters_merge_and_keep_the_order_of_the_fields() -> None:
    scope = Scope().where("q", "x").where("level", "HIGH").where("q", "y").where("level", "LOW", exclude=True).where("q", "x")
    assert scope.filters == (Filter("level", ("HIGH",)), Filter("level", ("LOW",), exclude=True), Filter("q", ("x", "y")))
    assert scope.without("q").without("level", exclude=True).filters == (Filter("level", ("HIGH",)),)
    assert Scope().where("q").filters == ()


def test_the_sentence_is_in_the_analysts_words() -> None:
    scope = Scope(Window("24h")).where("level", "CRITICAL", "HIGH").where("asn", "64500").where("host", "shop", exclude=True)
    assert scope.sentence() == "last 24 h, level Critical or High, ASN AS64500, not host shop"
    assert Scope().sentence("7d") == "last 7 d, all sources"
    absolute = Scope(scopes.between(NOW - timedelta(hours=2), NOW)).where("status", "0", "4")
    assert absolute.sentence() == "2026-11-22 12:05 to 2026-11-22 14:05 UTC, status unknown or 4xx"


# --- windows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "since", "until"),
    [
        (Window("1h"), datetime(2026, 11, 22, 13, 6, tzinfo=UTC), datetime(2026, 11, 22, 14, 6, tzinfo=UTC)),
        (Window("30d"), datetime(2026, 10, 23, 14, 6, tzinfo=UTC), datetime(2026, 11, 22, 14, 6, tzinfo=UTC)),
        (
            scopes.between(datetime(2026, 1, 1, 0, 0, 59, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)),
            datetime(2026, 1, 1, tzinfo=UTC),
            datetime(2026, 1, 2, tzinfo=UTC),
        ),
    ],
)
def test_bounds_are_whole_minutes_that_hold_the_present_second(window: Window, since: datetime, until: datetime) -> None:
    assert window.bounds(NOW) == (since, until)
    assert window.bounds(NOW.astimezone(timezone(timedelta(hours=9)))) == (since, until)


@pytest.mark.parametrize("text", ["", "h", "0h", "24", "24m", "-1h", "91d", "2161h", "24 h", "٣h", "99999h"])
def test_windows_of_no_form_are_refused(text: str) -> None:
    with pytest.raises(ScopeError):
        scopes.window(text)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-01-02T00:00Z", "2026-01-01T00:00Z"),
        ("2026-01-01T00:00Z", "2026-01-01T00:00:59Z"),
        ("2026-01-01T00:00Z", "2026-04-02T00:00Z"),
        ("1970-01-01T00:00Z", "1970-01-02T00:00Z"),
        ("2106-01-01T00:00Z", "2106-01-02T00:00Z"),
    ],
)
def test_absolute_windows_that_no_engine_holds_are_refused(since: str, until: str) -> None:
    with pytest.raises(ScopeError):
        scopes.between(scopes.moment(since), scopes.moment(until))


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_instants_of_no_form_are_refused(text: str) -> None:
    with pytest.raises(ScopeError):
        scopes.moment(text)


def test_an_instant_without_a_zone_is_utc() -> None:
    assert scopes.moment("2026-11-22 14:00") == scopes.moment("2026-11-22T15:00+01:00")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("10.0.0.1", "::ffff:10.0.0.1", "::ffff:10.0.0.1"),
        ("203.0.113.0/24", "::ffff:203.0.113.0", "::ffff:203.0.113.255"),
        ("0.0.0.0/0", "::ffff:0.0.0.0", "::ffff:255.255.255.255"),
        ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ],
)
def test_a_range_has_first_and_last(text: str, first: str, last: str) -> None:
    assert scopes.address_range(text) == (first, last)


# --- URL --------------------------------------------------------------------------------------------------------------


def test_what_is_unknown_or_malformed_is_named_and_left_out() -> None:
    scope, problems = parse(
        {"level": ["HIGH", "<i>"], "nope": ["1"], "page": ["2"], "window": ["9y"], "asn": ["!AS1"]}, also=["page"]
    )
    assert scope == Scope().where("level", "HIGH").where("asn", "1", exclude=True)
    assert {(problem.name, problem.value) for problem in problems} == {("level", "<i>"), ("nope", "1"), ("window", "9y")}
    assert all(problem.why for problem in problems)


@pytest.mark.parametrize(
    "query", [{"from": ["2026-01-01T00:00Z"]}, {"to": ["x"]}, {"from": ["0001-01-01"], "to": ["2026-01-01"]}]
)
def test_half_a_window_is_a_problem(query: dict[str, list[str]]) -> None:
    scope, problems = parse(query)
    assert scope.window is None
    assert [problem.name for problem in problems] == ["from, to"]


texts = (
    st.text(min_size=1, max_size=40).map(str.strip).filter(lambda text: text and all(c > "\x1f" and c != "\x7f" for c in text))
)
values = {
    "level": st.sampled_from(["CRITICAL", "HIGH", "ODD 1"]),
    "asn": st.integers(0, 2**32 - 1).map(str),
    "country": st.sampled_from(["DE", "FR", "T1"]),
    "ja4": st.from_regex(r"[tqd]13d1516[hH]2_[0-9a-f]{12}_[0-9a-f]{12}", fullmatch=True),
    "status": st.sampled_from("012345"),
    "campaign": st.integers(-1, 2**31 - 1).map(str),
    "http": st.sampled_from(["HTTP/1.1", "HTTP/2.0"]),
    "method": st.from_regex(r"[!-~]{1,10}", fullmatch=True),
    "ip": st.one_of(st.ip_addresses().map(str), st.sampled_from(["10.0.0.0/8", "2001:db8::/32"])),
}
filters = st.sampled_from(list(FIELDS)).flatmap(
    lambda field: st.tuples(st.just(field), st.lists(values.get(field, texts), min_size=1, max_size=3), st.booleans())
)
windows = st.one_of(
    st.none(),
    st.sampled_from(scopes.PRESETS).map(Window),
    st.datetimes(datetime(1972, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda at: scopes.between(at.replace(tzinfo=UTC), at.replace(tzinfo=UTC) + timedelta(hours=3))
    ),
)


@settings(deadline=None)
@given(windows, st.lists(filters, max_size=5))
def test_the_url_brings_back_the_same_scope(window: Window | None, chosen: list[tuple[str, list[str], bool]]) -> None:
    scope = Scope(window)
    for field, given_values, exclude in chosen:
        scope = scope.where(field, *given_values, exclude=exclude)
    assert parse(scope.to_query()) == (scope, [])


@settings(deadline=None)
@given(
    st.dictionaries(
        st.one_of(st.sampled_from([*FIELDS, "window", "from", "to"]), st.text(max_size=5)),
        st.lists(st.one_of(st.text(max_size=30), st.sampled_from(["!", "\\", "!!", "1h", "0001-01-01T00:00+14:00"])), max_size=3),
        max_size=5,
    )
)
def test_garbage_never_raises_and_the_rest_can_be_asked(query: dict[str, list[str]]) -> None:
    scope, _ = parse(query)
    for surface in PREDICATES:
        predicates(scope, surface)
    assert parse(scope.to_query()) == (scope, [])
