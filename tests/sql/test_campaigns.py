"""Campaigns, against rows made by hand (operations 21 to 24; traps 2, 3, 9, 10, 11, 13)."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

from ja4dash import db, facts, severity, words
from ja4dash.campaigns import FIGURES, Compared
from ja4dash.db import Door, Order
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import campaigns
from ja4dash.scope import LAST_CAMPAIGN, Scope, Window
from tests.sql.detected import CAMPAIGNS, FULL, GO, RESUMED
from tests.sql.sample import NOW

WEEK = "detected_at >= '2026-11-15 14:06:00' AND detected_at < '2026-11-22 14:06:00'"


def naive(door: Door, expression: str, where: str = "1", table: str = "ml_detected_anomalies") -> object:
    sql = f"SELECT {expression} AS x FROM {{processing:Identifier}}.{table} WHERE {WEEK} AND {where}"
    return door.query(sql, {"processing": door.settings.processing_db})["x"][0]


def test_a_campaign_in_one_row(detected: Door) -> None:
    """Traps 2 and 3: the alphabet says NORMAL, and the greatest score is the best one."""
    assert naive(detected, "max(threat_level)", "campaign_id = 0") == "NORMAL"
    assert naive(detected, "max(anomaly_score)", "campaign_id = 0") == 0.5
    first = campaigns.listing(Scope()).iloc[0].to_dict()
    assert first == {
        "campaign_id": 0,
        "members": 4,
        "detections": 6,
        "first_seen": pd.Timestamp("2026-11-16 10:00", tz="UTC"),
        "last_seen": pd.Timestamp("2026-11-22 10:00", tz="UTC"),
        "mean_score": pytest.approx((0.5 - 0.5 - 0.25 - 0.875 - 0.0625 - 0.5) / 6),
        "worst_score": -0.875,
        "worst_level": "CRITICAL",
        "ja4s": 2,
        "asns": 1,
        "countries": 1,
        "hosts": 2,
        "mean_hits": pytest.approx(110 / 6),
        "mean_velocity": pytest.approx(10.5 / 6),
        "mean_fuzzing": pytest.approx(4 / 6),
        "mean_post_ratio": pytest.approx(1 / 6),
        "members_before": 3,
        "members_new": 1,
        "members_recent": 3,
        "merged_into": -1,
        "trend": "growing",
    }


def test_where_each_campaign_goes_is_said_from_its_history(detected: Door) -> None:
    frame = campaigns.listing(Scope()).set_index("campaign_id")
    assert frame["trend"].to_dict() == {
        0: "growing",
        1: "stable",
        2: "dormant",
        3: "merged",
        4: "growing",
        5: "dormant",
        6: "dormant",
    }
    assert frame["merged_into"].to_dict() == {0: -1, 1: -1, 2: -1, 3: 4, 4: -1, 5: -1, 6: -1}
    assert frame.loc[1, "asns"] == 2


def test_larger_ones_come_first_worse_ones_before_their_equals(detected: Door) -> None:
    assert campaigns.listing(Scope())["campaign_id"].tolist() == [0, 3, 1, 2, 4, 5, 6]
    assert campaigns.listing(Scope(), limit=2)["members"].tolist() == [4, 3]


def test_a_source_in_two_campaigns_counts_once(detected: Door) -> None:
    """Trap 13: the sum of the members is not the number of sources."""
    assert campaigns.listing(Scope())["members"].sum() == 16
    totals = campaigns.totals(Scope()).iloc[0]
    assert totals[["campaigns", "sources", "detections"]].tolist() == [7, 13, 20]
    assert totals[["campaigns_before", "sources_before", "detections_before"]].tolist() == [1, 1, 1]


def test_what_is_worst_follows_the_direction_of_the_scores(detected: Door) -> None:
    turned = Door(detected.settings.model_copy(update={"score_direction": "higher"}), pool=detected.pool, clock=lambda: NOW)
    with db.use(turned):
        assert campaigns.listing(Scope())["worst_score"][0] == 0.5
        assert campaigns.profile(0, Scope())["worst_score"][0] == 0.5


def test_the_window_decides(detected: Door) -> None:
    day = campaigns.listing(Scope(Window("24h")))
    assert day["campaign_id"].tolist() == [0]
    assert day[["members", "trend"]].iloc[0].tolist() == [3, "growing"]
    assert campaigns.totals(Scope(Window("30d")))["sources"][0] == 15


def test_filters_hold(detected: Door) -> None:
    assert campaigns.listing(Scope().where("country", "FR"))["campaign_id"].tolist() == [1]
    assert campaigns.listing(Scope().where("campaign", "2", "4"))["campaign_id"].tolist() == [2, 4]
    nodes, links = campaigns.sources(Scope().where("ip", "10.4.0.0/16"))
    assert set(nodes["ip"]) == {"10.4.0.1", "10.4.0.2", "10.4.0.3"}
    assert len(links) == 1


# --- the graph --------------------------------------------------------------------------------------------------------


def test_every_pair_is_linked_once_however_many_rows_it_has(detected: Door) -> None:
    """Trap 10: a self join finds the pair of campaign 1 eight times, and every source with itself."""
    joined = detected.query(
        f"SELECT count() AS n FROM {{processing:Identifier}}.ml_detected_anomalies AS a JOIN"
        f" {{processing:Identifier}}.ml_detected_anomalies AS b ON a.ja4 = b.ja4 AND a.campaign_id = b.campaign_id"
        f" WHERE a.campaign_id = 1 AND a.{WEEK.replace('AND ', 'AND a.')}",
        {"processing": detected.settings.processing_db},
    )
    assert joined["n"][0] == 16
    _, links = campaigns.sources(Scope())
    assert links[["source", "target", "kind", "shared"]].query("source.str.startswith('2001')").to_numpy().tolist() == [
        ["2001:db8:1::1", "2001:db8:1::2", "JA4", GO]
    ]
    pairs = {frozenset(pair) for pair in links[["source", "target"]].itertuples(index=False)}
    assert len(pairs) == len(links)
    of_first = ["10.1.0.1", "10.1.0.2", "10.1.0.3"]
    assert pairs == {
        *(frozenset(pair) for pair in combinations(of_first, 2)),
        frozenset({"2001:db8:1::1", "2001:db8:1::2"}),
        frozenset({"10.3.0.1", "10.3.0.2"}),
        frozenset({"10.4.0.1", "10.4.0.2"}),
    }


def test_links_say_what_is_shared(detected: Door) -> None:
    _, links = campaigns.sources(Scope().where("campaign", "0"))
    assert set(links["kind"]) == {"JA4 and ASN"}
    assert set(links["shared"]) == {f"{FULL}, AS64500 Example Hosting"}
    assert set(links["sources"]) == {3}


def test_a_source_is_one_node_in_the_campaign_it_was_last_seen_in(detected: Door) -> None:
    nodes, _ = campaigns.sources(Scope())
    assert len(nodes) == nodes["ip"].nunique() == 13 == nodes.attrs["total"]
    assert nodes.set_index("ip")["campaign_id"][["10.4.0.1", "10.4.0.3", "10.5.0.1"]].tolist() == [4, 3, 6]
    first = nodes.iloc[0].drop(["x", "y"]).to_dict()
    assert first == {
        "ip": "10.1.0.1",
        "campaign_id": 0,
        "ja4": RESUMED,
        "asn_number": 64500,
        "asn_org": "Example Hosting",
        "country_code": "DE",
        "worst_level": "CRITICAL",
        "browser_family": "",
        "hits": 50,
        "worst_score": -0.875,
        "detections": 2,
        "last_seen": pd.Timestamp("2026-11-22 10:00", tz="UTC"),
    }
    assert nodes[["x", "y"]].notna().all(axis=None)


def test_nodes_are_the_worst_and_say_how_many_there_are(detected: Door) -> None:
    nodes, links = campaigns.sources(Scope(), limit=1)
    assert nodes["ip"].tolist() == ["10.1.0.1"]
    assert nodes.attrs["total"] == 13
    assert links.empty
    assert nodes.attrs["since"] < nodes.attrs["until"]


def test_the_picture_does_not_move_between_two_looks(detected: Door) -> None:
    (nodes, links), (again, same) = campaigns.sources(Scope()), campaigns.sources(Scope())
    pd.testing.assert_frame_equal(nodes, again)
    pd.testing.assert_frame_equal(links, same)


def test_links_end_where_their_sources_stand(detected: Door) -> None:
    nodes, links = campaigns.sources(Scope())
    places = nodes.set_index("ip")[["x", "y"]]
    assert (places.loc[links["source"]].to_numpy() == links[["x", "y"]].to_numpy()).all()
    assert (places.loc[links["target"]].to_numpy() == links[["x2", "y2"]].to_numpy()).all()


def test_scatter_has_a_point_for_each_source(detected: Door) -> None:
    frame = campaigns.scatter(Scope())
    assert len(frame) == 13
    assert frame.iloc[0].to_dict() == {
        "ip": "10.1.0.1",
        "campaign_id": 0,
        "worst_score": -0.875,
        "worst_level": "CRITICAL",
        "hit_velocity": 8.0,
        "hits": 50,
        "detections": 2,
    }
    assert len(campaigns.scatter(Scope(), limit=3)) == 3


def test_a_source_that_moved_is_told_with_all_of_its_detections(detected: Door) -> None:
    points, (nodes, _) = campaigns.scatter(Scope()).set_index("ip"), campaigns.sources(Scope())
    assert points.loc[["10.4.0.1"], ["campaign_id", "detections"]].to_numpy().tolist() == [[4, 2]]
    shared = ["campaign_id", "worst_level", "worst_score", "hits", "detections"]
    pd.testing.assert_frame_equal(nodes.set_index("ip")[shared].sort_index(), points[shared].sort_index())


# --- one campaign -----------------------------------------------------------------------------------------------------


def test_profile_agrees_with_the_list(detected: Door) -> None:
    listed, profile = campaigns.listing(Scope()).iloc[0], campaigns.profile(0, Scope()).iloc[0]
    for column in set(listed.index) & set(profile.index):
        assert profile[column] == pytest.approx(listed[column]) if "mean" in column else profile[column] == listed[column], column
    assert profile[["total_hits", "newest_reason"]].tolist() == [110, "campaign 0"]
    assert list(profile["ja4_list"]) == [FULL, RESUMED]
    assert list(profile["asn_list"]) == [64500]
    assert list(profile["host_list"]) == ["api.example", "shop.example"]
    assert list(profile["country_list"]) == ["DE"]


def test_members_are_worst_first(detected: Door) -> None:
    members = campaigns.members(0, Scope())
    assert members["ip"].tolist() == ["10.1.0.1", "10.1.0.2", "10.1.0.4", "10.1.0.3"]
    assert members["worst_level"].tolist() == ["CRITICAL", "HIGH", "HIGH", "MEDIUM"]
    first = members.iloc[0]
    assert first[["detections", "worst_score", "ja4", "ja4s", "hits", "hit_velocity", "fuzzing_index"]].tolist() == [
        2,
        -0.875,
        RESUMED,
        2,
        50,
        8.0,
        2.0,
    ]
    assert campaigns.members(3, Scope())["ip"].tolist() == ["10.4.0.1", "10.4.0.2", "10.4.0.3"]


@pytest.mark.parametrize("column", campaigns.MEMBER_SORTS)
@pytest.mark.parametrize("descending", [True, False])
def test_members_are_sorted_by_the_engine_and_paged(detected: Door, column: str, descending: bool) -> None:
    order = Order(column, descending)
    whole = campaigns.extract(0, Scope(), 10, order=order)
    pages = [campaigns.members(0, Scope(), 3, order=order, offset=offset) for offset in (0, 3)]
    assert [len(page) for page in pages] == [3, 1]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole)
    values = whole[column].map(severity.rank) if column == "worst_level" else whole[column]
    worst_last = descending != (column == "worst_level")
    assert values.is_monotonic_decreasing if worst_last else values.is_monotonic_increasing


def test_an_unlisted_sort_of_members_is_refused(detected: Door) -> None:
    with pytest.raises(QueryError, match="cannot sort by"):
        campaigns.members(0, Scope(), order=Order("src_ip"))


def test_hours_without_any_are_zero(detected: Door) -> None:
    frame = campaigns.timeline(0, Scope())
    assert len(frame) == 169
    busy = frame[frame["detections"] > 0]
    assert busy[["detections", "sources", "severe"]].to_numpy().tolist() == [[3, 3, 1], [1, 1, 1], [2, 2, 1]]
    assert busy["hour"].dt.strftime("%d %H").tolist() == ["16 10", "22 09", "22 10"]
    assert campaigns.timeline(99, Scope())["detections"].tolist() == [0] * 169


def test_breakdown_by_four_columns(detected: Door) -> None:
    frame = campaigns.breakdown(0, Scope())
    found = {facet: part[["value", "detections", "sources"]].to_numpy().tolist() for facet, part in frame.groupby("facet")}
    assert found == {
        "ja4": [[FULL, 4, 3], ["", 1, 1], [RESUMED, 1, 1]],
        "asn": [["64500", 5, 3], ["0", 1, 1]],
        "host": [["shop.example", 5, 4], ["api.example", 1, 1]],
        "level": [["HIGH", 2, 2], ["CRITICAL", 1, 1], ["LOW", 1, 1], ["MEDIUM", 1, 1], ["NORMAL", 1, 1]],
    }
    assert frame[frame["value"] == "64500"]["asn_org"].tolist() == ["Example Hosting"]


def test_one_campaigns_graph_keeps_members_that_moved_on(detected: Door) -> None:
    nodes, links = campaigns.members_graph(3, Scope().where("campaign", "0"))
    assert nodes["ip"].tolist() == ["10.4.0.1", "10.4.0.2", "10.4.0.3"]
    assert len(links) == 3


def test_what_makes_it_differ(detected: Door) -> None:
    frame = campaigns.difference(0, Scope(), limit=100)
    assert frame["own_sources"].unique().tolist() == [4]
    assert frame["other_sources"].unique().tolist() == [4]
    assert frame["effect"].abs().is_monotonic_decreasing
    found = {(row.dimension, row.value): row for row in frame.itertuples()}
    hits = found["hits", ""]
    assert (hits.kind, hits.own, hits.other, hits.effect) == ("median", 100.0, 10.0, 0.75)
    assert found["hit_velocity", ""].effect == 1.0
    assert found["anomaly_score", ""].effect == -0.75
    assert found["sessions", ""].effect == 0.25
    ja4 = found["ja4", FULL]
    assert (ja4.kind, ja4.own, ja4.other, ja4.effect) == ("share", 1.0, 0.25, 0.75)
    assert (found["ja4", GO].own, found["ja4", GO].other) == (0.0, 0.75)
    assert found["asn", "64501"].asn_org == "Example ISP"
    assert found["family", "Chrome"].effect == 1.0
    assert found["bot", "Go-http-client"].effect == -0.25
    assert ("fuzzing_index", "") not in found
    assert abs(frame["effect"]).max() <= 1


def test_of_many_others_a_sample_is_compared_and_said(detected: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = campaigns.difference(0, Scope(), limit=100)
    assert set(everybody["one_in"]) == {1}
    assert facts.others_of(everybody) == ""
    monkeypatch.setattr("ja4dash.campaigns.MOST_SESSIONS", 5)
    pd.testing.assert_frame_equal(campaigns.difference(0, Scope(), limit=100), everybody)
    monkeypatch.setattr("ja4dash.campaigns.FEWEST_OTHERS", 1)
    found = campaigns.difference(0, Scope(), limit=100)
    assert set(found["one_in"]) == {2}
    chosen = naive(
        detected,
        "uniqExactIf(src_ip, NOT startsWith(toString(src_ip), '::ffff:10.1.') AND cityHash64(src_ip) % 2 = 0)",
        table="ml_all_scores",
    )
    assert 0 < chosen < 4  # type: ignore[operator]
    assert found[["own_sources", "other_sources"]].drop_duplicates().to_numpy().tolist() == [[4, chosen]]
    assert found.set_index(["dimension", "value"]).loc[("family", "Chrome"), "own"] == 1.0
    assert facts.others_of(found) == f"≈ The others are a sample: one in 2 of them, {words.plural(chosen, 'source')}."  # type: ignore[arg-type]


@pytest.mark.parametrize(("most", "one_in"), [(100, 1), (9, 1), (8, 2), (4, 4), (3, 4), (2, 8)])
def test_at_least_half_of_the_most_sessions_are_compared(detected: Door, most: int, one_in: int) -> None:
    assert naive(detected, "count()", table="ml_all_scores") == 9
    bound = {"campaign": 0, "figures": list(FIGURES), "most": most}
    numbers = detected.read("campaigns/numbers", Scope(Window("7d")), **bound)  # type: ignore[arg-type]
    assert Compared.of(numbers).one_in == one_in
    assert Compared.of(numbers).own == 4


def test_nobody_to_compare_is_nothing_said(detected: Door) -> None:
    for campaign in (2, 99):
        frame = campaigns.difference(campaign, Scope())
        assert frame.empty
        assert "effect" in frame


def test_a_campaign_that_was_not_seen_is_zero(detected: Door) -> None:
    assert campaigns.profile(99, Scope())["members"][0] == 0
    assert campaigns.members(99, Scope()).empty
    assert campaigns.breakdown(99, Scope()).empty
    assert campaigns.members_graph(99, Scope())[0].attrs["total"] == 0


def test_the_pages_own_campaign_counts(detected: Door) -> None:
    assert campaigns.profile(1, Scope().where("campaign", "0"))["members"][0] == 2
    assert campaigns.profile(1, Scope().where("campaign", "1", exclude=True))["members"][0] == 2


@pytest.mark.parametrize("number", [-1, LAST_CAMPAIGN + 1])
def test_no_campaign_is_no_campaign(detected: Door, number: int) -> None:
    with pytest.raises(QueryError) as caught:
        campaigns.profile(number, Scope())
    assert caught.value.category is Category.PARAMETER


@pytest.mark.parametrize("limit", [0, 501])
def test_a_limit_out_of_bounds_is_refused(detected: Door, limit: int) -> None:
    for query in (campaigns.listing, campaigns.sources):
        with pytest.raises(QueryError):
            query(Scope(), limit=limit)


def test_none_is_empty_and_keeps_its_columns(door: Door) -> None:
    """Trap 11."""
    assert campaigns.totals(Scope())["campaigns"][0] == 0
    assert campaigns.listing(Scope()).empty
    assert "trend" in campaigns.listing(Scope())
    nodes, links = campaigns.sources(Scope())
    assert nodes.empty
    assert links.empty
    assert {"x", "y", "ip"} <= set(nodes)
    assert {"x", "shared"} <= set(links)


def test_operations_answer(detected: Door) -> None:
    week = Scope()
    run = {name: operation.run for name, operation in OPERATIONS.items()}
    found = {name: run[name](week) for name in ("campaigns", "campaign-graph", "campaign-scatter")}  # type: ignore[misc]
    assert found["campaigns"]["total"]["sources"].tolist() == [13]
    assert set(found["campaign-graph"]) == {"nodes", "links"}
    detail = run["campaign-detail"](week, campaign=0)  # type: ignore[misc]
    assert set(detail) == {"profile", "members", "timeline", "breakdown", "difference", "nodes", "links"}
    assert len(CAMPAIGNS) == 22
