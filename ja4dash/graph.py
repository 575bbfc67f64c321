"""Who hangs together: sources of campaigns, linked by the JA4s and networks they share, and where to draw them.

Links are built from groups (who shows this JA4, who comes from this network), never from pairs of rows. A group of up to
`DENSE` sources is drawn as every pair of it, each pair once. A larger one is drawn as spokes from its sources to a point in
their midst: n links instead of n (n - 1) / 2, and still every source hangs on to its group and each link names what is
shared. Groups of the very same sources are drawn as one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from ja4dash import words

DENSE: Final = 12
"""A larger group is drawn as spokes."""

MOST_PAIRS: Final = 3000
"""Pairs that are drawn at most: when many small groups overlap, the rest become spokes too."""

MOST_SHARED: Final = 8
"""JA4s, and networks, of one source that are drawn."""

MOST_HUBS: Final = 100
"""Middles of spoked groups that take part in the layout, the largest groups first; others stand between their sources."""

_SEED: Final = 7
_WORK, _FEWEST_ROUNDS, _MOST_ROUNDS = 7000, 12, 50
_GAP: Final = 1.0
_KEPT_SHAPES: Final = 256

JA4, ASN, BOTH = "JA4", "ASN", "JA4 and ASN"


LINKS: Final = {
    "source": "str",
    "target": "str",
    "x": "float64",
    "y": "float64",
    "x2": "float64",
    "y2": "float64",
    "campaign_id": "int64",
    "kind": "str",
    "shared": "str",
    "sources": "int64",
}
"""Columns of the links and their types."""

Place = npt.NDArray[np.float64]
Places = list[Place]


@dataclass(frozen=True)
class Group:
    """Sources of one campaign (by their row) that share something: the JA4s and networks that all of them show."""

    campaign: int
    members: tuple[int, ...]
    ja4s: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What is shared: a JA4, a network (ASN), or both."""
        return BOTH if self.ja4s and self.networks else JA4 if self.ja4s else ASN

    @property
    def shared(self) -> str:
        """What is shared, named."""
        return ", ".join((*self.ja4s, *self.networks))


def drawn(sources: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Nodes and links of a frame of sources: ip, campaign_id, ja4_list, asn_list, asn_number, asn_org, and whatever else.

    Nodes are the sources without their lists, with `x` and `y` (no unit, equal scales, the same for the same sources).
    Links: source and target (addresses; the target of a spoke is empty), x, y, x2, y2, campaign_id, kind ("JA4", "ASN",
    "JA4 and ASN"), shared (the values, in words), sources (how many share it).
    """
    pairs, spokes = _split(groups(sources))
    places, middles = _places(sources["campaign_id"].tolist(), pairs, spokes)
    nodes = sources.drop(columns=["ja4_list", "asn_list"])
    nodes["x"] = [float(place[0]) for place in places]
    nodes["y"] = [float(place[1]) for place in places]
    nodes.attrs = dict(sources.attrs)
    ips = sources["ip"].tolist()
    rows = [*_pair_rows(ips, pairs, places), *_spoke_rows(ips, spokes, places, middles)]
    links = pd.DataFrame(rows, columns=list(LINKS)).astype(LINKS)
    links.attrs = dict(sources.attrs)
    return nodes, links


def groups(sources: pd.DataFrame) -> list[Group]:
    """Groups of two or more sources of a campaign that share a JA4 or a network, smallest first, one for the same sources.

    A source that shows more than `MOST_SHARED` JA4s or networks counts with those that most of its campaign show.
    """
    holders: dict[_Value, list[int]] = defaultdict(list)
    shown = list(_shown(sources))
    for row, values in enumerate(shown):
        for value in values:
            holders[value].append(row)
    by_members: dict[tuple[int, tuple[int, ...]], list[_Value]] = defaultdict(list)
    for value, members in _kept(shown, holders).items():
        if len(members) > 1:
            by_members[value[0], tuple(members)].append(value)
    found = [
        Group(campaign, members, _named(values, JA4), _named(values, ASN)) for (campaign, members), values in by_members.items()
    ]
    return sorted(found, key=lambda group: (len(group.members), group.campaign, group.members))


_Value = tuple[int, str, str]
"""Campaign, kind, and what is shared."""


def _shown(sources: pd.DataFrame) -> Iterator[list[_Value]]:
    """What each source shows."""
    names = _networks(sources)
    for campaign, ja4s, asns in zip(sources["campaign_id"].tolist(), sources["ja4_list"], sources["asn_list"], strict=True):
        networks = (names.get(int(asn), words.asn(int(asn))) for asn in asns)
        yield [*((campaign, JA4, str(ja4)) for ja4 in ja4s), *((campaign, ASN, name) for name in networks)]


def _kept(shown: Sequence[list[_Value]], holders: Mapping[_Value, list[int]]) -> dict[_Value, list[int]]:
    kept: dict[_Value, list[int]] = defaultdict(list)
    for row, values in enumerate(shown):
        for kind in (JA4, ASN):
            widest = sorted((value for value in values if value[1] == kind), key=lambda value: (-len(holders[value]), value))
            for value in widest[:MOST_SHARED]:
                kept[value].append(row)
    return kept


def _named(values: Iterable[_Value], kind: str) -> tuple[str, ...]:
    return tuple(sorted(value[2] for value in values if value[1] == kind))


def _networks(sources: pd.DataFrame) -> dict[int, str]:
    found = zip(sources["asn_number"].tolist(), sources["asn_org"].tolist(), strict=True)
    return {int(number): words.asn(number, name) for number, name in found if number}


def _split(found: Iterable[Group]) -> tuple[dict[tuple[int, int], list[Group]], list[Group]]:
    """Pairs with the groups they share, and the groups that are drawn as spokes."""
    pairs: dict[tuple[int, int], list[Group]] = defaultdict(list)
    spokes: list[Group] = []
    for group in found:
        if len(group.members) > DENSE or len(pairs) + math.comb(len(group.members), 2) > MOST_PAIRS:
            spokes.append(group)
            continue
        for pair in combinations(group.members, 2):
            pairs[pair].append(group)
    return pairs, spokes


def _pair_rows(
    ips: Sequence[str], pairs: Mapping[tuple[int, int], Sequence[Group]], places: Places
) -> Iterator[tuple[object, ...]]:
    for (one, other), shared in pairs.items():
        both = Group(
            shared[0].campaign,
            (one, other),
            tuple(value for group in shared for value in group.ja4s),
            tuple(value for group in shared for value in group.networks),
        )
        most = max(len(group.members) for group in shared)
        yield ips[one], ips[other], *places[one], *places[other], both.campaign, both.kind, both.shared, most


def _spoke_rows(ips: Sequence[str], spokes: Sequence[Group], places: Places, middles: Places) -> Iterator[tuple[object, ...]]:
    for group, middle in zip(spokes, middles, strict=True):
        for member in group.members:
            yield ips[member], "", *places[member], *middle, group.campaign, group.kind, group.shared, len(group.members)


# --- layout -----------------------------------------------------------------------------------------------------------


def _places(campaigns: Sequence[int], pairs: Iterable[tuple[int, int]], spokes: Sequence[Group]) -> tuple[Places, Places]:
    """Where each source stands, and the middle of each spoked group: components side by side, larger campaigns first."""
    net: nx.Graph[int] = nx.Graph()
    net.add_nodes_from(range(len(campaigns)))
    net.add_edges_from(pairs)
    hubs = sorted(range(len(spokes)), key=lambda place: -len(spokes[place].members))[:MOST_HUBS]
    net.add_edges_from((-1 - hub, member) for hub in hubs for member in spokes[hub].members)
    crowd = Counter(campaigns)
    parts = [sorted(part) for part in nx.connected_components(net)]
    parts.sort(key=lambda part: (-crowd[campaigns[part[-1]]], campaigns[part[-1]], -len(part), part[-1]))
    found = _packed([_spread(net, part) for part in parts])
    middles = [
        found[-1 - place] if -1 - place in found else np.mean([found[member] for member in group.members], axis=0)
        for place, group in enumerate(spokes)
    ]
    return [found[row] for row in range(len(campaigns))], middles


def _spread(net: nx.Graph[int], part: Sequence[int]) -> dict[int, Place]:
    """A component laid out round 0, 0, its radius growing with the root of its size; sources are 0 and up, hubs below."""
    order = {node: place for place, node in enumerate(part)}
    edges = tuple((order[node], order[other]) for node in part for other in sorted(net[node]) if other > node)
    return dict(zip(part, _laid_out(len(part), edges), strict=True))


@lru_cache(maxsize=_KEPT_SHAPES)
def _laid_out(size: int, edges: tuple[tuple[int, int], ...]) -> Place:
    """Places of the nodes 0 to `size` - 1: most components of a picture are pairs, triangles and stars, all of one shape."""
    shape: nx.Graph[int] = nx.Graph()
    shape.add_nodes_from(range(size))
    shape.add_edges_from(edges)
    rounds = min(_MOST_ROUNDS, max(_FEWEST_ROUNDS, _WORK // size))
    found = nx.spring_layout(shape, seed=_SEED, iterations=rounds, method="force", scale=math.sqrt(size) / 2)
    places = np.array([found[node] for node in range(size)], dtype=np.float64)
    places.flags.writeable = False
    return places


def _packed(parts: Sequence[Mapping[int, Place]]) -> dict[int, Place]:
    """Components set in rows, left to right, as on shelves, together about as wide as high."""
    sizes = [math.sqrt(len(part)) + _GAP for part in parts]
    width = math.sqrt(sum(size * size for size in sizes)) * 1.4
    packed: dict[int, Place] = {}
    left, top, height = 0.0, 0.0, 0.0
    for part, size in zip(parts, sizes, strict=True):
        if left and left + size > width:
            left, top, height = 0.0, top - height, 0.0
        centre = np.array([left + size / 2, top - size / 2])
        packed.update({node: place + centre for node, place in part.items()})
        left, height = left + size, max(height, size)
    return packed
