"""The campaign graph: links from groups, few enough to draw, everyone still attached, the same picture every time (trap 10)."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from ja4dash import graph
from ja4dash.campaigns import DORMANT, GROWING, MERGED, STABLE, TRENDS, trend
from ja4dash.graph import ASN, BOTH, DENSE, JA4, MOST_PAIRS, MOST_SHARED

Source = tuple[int, Sequence[str], Sequence[int]]


def sources(rows: Sequence[Source]) -> pd.DataFrame:
    """A frame of (campaign, JA4s, ASNs), the addresses by row."""
    return pd.DataFrame(
        [
            {
                "ip": f"10.0.{row // 256}.{row % 256}",
                "campaign_id": campaign,
                "asn_number": asns[0] if asns else 0,
                "asn_org": "Example" if asns else "",
                "ja4_list": list(ja4s),
                "asn_list": list(asns),
                "hits": row,
            }
            for row, (campaign, ja4s, asns) in enumerate(rows)
        ],
        columns=["ip", "campaign_id", "asn_number", "asn_org", "ja4_list", "asn_list", "hits"],
    )


def parts(frame: pd.DataFrame, links: pd.DataFrame) -> list[set[str]]:
    """Sources that hang together by the links, a spoke's end standing for what is shared."""
    net: nx.Graph[str] = nx.Graph()
    net.add_nodes_from(frame["ip"])
    for link in links.itertuples():
        net.add_edge(str(link.source), str(link.target) or f"{link.campaign_id} {link.shared}")
    return [{node for node in part if node.startswith("10.")} for part in nx.connected_components(net)]


def test_a_pair_that_shares_two_things_is_one_link() -> None:
    _, links = graph.drawn(sources([(1, ["a", "b"], [64500]), (1, ["b", "a"], [64500])]))
    assert links[["source", "target", "campaign_id", "kind", "shared", "sources"]].to_numpy().tolist() == [
        ["10.0.0.0", "10.0.0.1", 1, BOTH, "a, b, AS64500 Example", 2]
    ]


def test_pairs_of_overlapping_groups_are_joined() -> None:
    _, links = graph.drawn(sources([(1, ["a"], [1]), (1, ["a", "b"], [2]), (1, ["b"], [2])]))
    pairs = zip(links["source"].str[-1], links["target"].str[-1], strict=True)
    found = dict(zip(pairs, links[["kind", "shared"]].itertuples(index=False, name=None), strict=True))
    assert found == {("0", "1"): (JA4, "a"), ("1", "2"): (BOTH, "b, AS2 Example")}


def test_sources_of_two_campaigns_are_never_linked() -> None:
    nodes, links = graph.drawn(sources([(1, ["a"], [1]), (2, ["a"], [1])]))
    assert len(nodes) == 2
    assert links.empty


def test_a_group_up_to_the_bound_is_every_pair_of_it() -> None:
    _, links = graph.drawn(sources([(1, ["a"], [])] * DENSE))
    assert len(links) == DENSE * (DENSE - 1) // 2
    assert (links["target"] != "").all()
    assert len({frozenset(pair) for pair in links[["source", "target"]].itertuples(index=False)}) == len(links)


@pytest.mark.parametrize("size", [DENSE + 1, 200, 500])
def test_a_larger_group_does_not_explode_and_stays_together(size: int) -> None:
    """Trap 10: 500 sources of one JA4 are 124,750 pairs."""
    frame = sources([(1, ["a"], [64500])] * size)
    nodes, links = graph.drawn(frame)
    assert len(links) == size
    assert set(links["target"]) == {""}
    assert set(links["shared"]) == {"a, AS64500 Example"}
    assert len(parts(frame, links)) == 1
    assert links[["x2", "y2"]].drop_duplicates().shape[0] == 1
    assert (nodes[["x", "y"]].to_numpy() == links[["x", "y"]].to_numpy()).all()


def shared_pools(seed: int, ja4s: int, each: int) -> pd.DataFrame:
    chosen = random.Random(seed)
    return sources([(1, chosen.sample([f"j{n}" for n in range(ja4s)], each), [chosen.randrange(1, 20)]) for _ in range(500)])


@pytest.mark.parametrize(("ja4s", "each"), [(5, 1), (60, 1), (100, 40), (3000, 40)])
def test_whatever_is_shared_the_picture_can_be_drawn(ja4s: int, each: int) -> None:
    frame = shared_pools(1, ja4s, each)
    nodes, links = graph.drawn(frame)
    assert len(links) <= MOST_PAIRS + 2 * MOST_SHARED * len(frame)
    linked = set(links["source"]) | set(links["target"])
    groups = graph.groups(frame)
    assert all(frame["ip"][row] in linked for group in groups for row in group.members)
    assert np.isfinite(nodes[["x", "y"]].to_numpy()).all()
    assert np.isfinite(links[["x", "y", "x2", "y2"]].to_numpy()).all()


def test_of_many_values_the_most_widely_shared_ones_count() -> None:
    rare = [(1, [f"rare{row}_{n}" for n in range(40)] + ["zz"], [1]) for row in range(3)]
    assert [(group.members, group.ja4s) for group in graph.groups(sources(rare))] == [((0, 1, 2), ("zz",))]


def test_500_sources_take_less_than_a_second() -> None:
    frame = shared_pools(2, 8, 2)
    begun = time.process_time()
    graph.drawn(frame)
    assert time.process_time() - begun < 2  # of two processors at work


def test_campaigns_stand_apart() -> None:
    nodes, _ = graph.drawn(sources([(row % 4, ["a"], [1]) for row in range(120)]))
    boxes = [(part["x"].min(), part["x"].max(), part["y"].min(), part["y"].max()) for _, part in nodes.groupby("campaign_id")]
    for one, other in combinations(boxes, 2):
        assert one[0] > other[1] or other[0] > one[1] or one[2] > other[3] or other[2] > one[3]


def test_no_two_sources_stand_on_one_spot() -> None:
    nodes, _ = graph.drawn(shared_pools(3, 5, 1))
    assert not nodes[["x", "y"]].round(3).duplicated().any()


def test_the_same_sources_give_the_same_picture() -> None:
    first, second = graph.drawn(shared_pools(4, 30, 2)), graph.drawn(shared_pools(4, 30, 2))
    for one, other in zip(first, second, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_what_hangs_together_alike_looks_alike() -> None:
    nodes, _ = graph.drawn(sources([(campaign, ["a"], [64500]) for campaign in (1, 1, 1, 2, 2, 2)]))
    one, other = (nodes.loc[nodes["campaign_id"] == campaign, ["x", "y"]].to_numpy() for campaign in (1, 2))
    assert one - one.mean(axis=0) == pytest.approx(other - other.mean(axis=0))
    assert not np.allclose(one, other)


def test_everything_else_about_a_source_is_kept() -> None:
    frame = sources([(1, ["a"], [1]), (1, [], []), (2, ["b"], [2])])
    frame.attrs["total"] = 7
    nodes, links = graph.drawn(frame)
    assert list(nodes.columns) == ["ip", "campaign_id", "asn_number", "asn_org", "hits", "x", "y"]
    assert nodes["hits"].tolist() == [0, 1, 2]
    assert nodes.attrs == links.attrs == {"total": 7}
    assert links.empty


def test_nobody_is_an_empty_picture() -> None:
    nodes, links = graph.drawn(sources([]))
    assert nodes.empty
    assert list(links.columns) == list(graph.LINKS)
    assert links.dtypes.astype(str).to_dict() == graph.LINKS


def test_a_network_without_a_name_is_its_number() -> None:
    frame = sources([(1, [], [7]), (1, [], [7])]).assign(asn_org="")
    assert graph.drawn(frame)[1][["kind", "shared"]].to_numpy().tolist() == [[ASN, "AS7"]]


@pytest.mark.parametrize(
    ("before", "new", "recent", "merged_into", "said"),
    [
        (10, 0, 0, 4, MERGED),
        (10, 5, 5, 0, MERGED),
        (10, 0, 0, -1, DORMANT),
        (0, 3, 3, -1, GROWING),
        (10, 1, 4, -1, GROWING),
        (11, 1, 4, -1, STABLE),
        (10, 0, 4, -1, STABLE),
    ],
)
def test_a_trend_is_a_stated_rule(before: int, new: int, recent: int, merged_into: int, said: str) -> None:
    assert trend(before, new, recent, merged_into) == said
    assert said in TRENDS
