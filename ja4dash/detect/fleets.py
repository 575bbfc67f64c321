"""Fleets: communities of JA4s and networks that doubtful sources share, by modularity of the graph between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import networkx as nx
import pandas as pd

SOURCES: Final = 5
NETWORKS: Final = 3
"""Fewer sources, or in fewer networks, are not a fleet."""

DOUBTFUL_SHARE: Final = 0.5
LIFT: Final = 5.0
"""A JA4 counts when at least half of the sources that show it are doubtful, or five times as many as of all sources:
a browser's own JA4 is everybody's."""

_SAMPLE: Final = 50


@dataclass(frozen=True)
class Fleet:
    """A community: its JA4s, AS numbers and sources, and its score (0..1)."""

    ja4s: tuple[str, ...]
    asns: tuple[int, ...]
    sources: tuple[str, ...]
    score: float

    @property
    def sample(self) -> list[str]:
        """The first of its sources."""
        return list(self.sources[:_SAMPLE])


def fleets(doubtful: pd.DataFrame, everyone: pd.DataFrame) -> list[Fleet]:
    """Fleets among doubtful sources, largest first. Both frames: `address`, `ja4`, `asn_number`, one row a combination."""
    shown = doubtful[(doubtful["ja4"] != "") & (doubtful["asn_number"] > 0)].drop_duplicates()
    shown = shown[shown["ja4"].isin(_telling(shown, everyone))]
    graph: nx.Graph[tuple[str, object]] = nx.Graph()
    weights = shown.groupby(["ja4", "asn_number"])["address"].nunique().reset_index().to_dict("records")
    for row in weights:
        graph.add_edge(("ja4", row["ja4"]), ("asn", row["asn_number"]), weight=row["address"])
    if not graph:
        return []
    parts = nx.community.louvain_communities(graph, weight="weight", seed=0)
    found = [_fleet(part, shown, everyone) for part in parts]
    return sorted((fleet for fleet in found if fleet), key=lambda fleet: (-len(fleet.sources), fleet.ja4s))


def _telling(doubtful: pd.DataFrame, everyone: pd.DataFrame) -> list[str]:
    """JA4s that say something about whoever shows them."""
    total = everyone["address"].nunique()
    usual = doubtful["address"].nunique() / total if total else 1.0
    bad = doubtful.groupby("ja4")["address"].nunique()
    shared = bad / pd.concat([doubtful, everyone]).groupby("ja4")["address"].nunique().reindex(bad.index)
    return list(bad[(bad >= 2) & ((shared >= DOUBTFUL_SHARE) | (shared >= LIFT * usual))].index)


def _fleet(part: set[tuple[str, object]], shown: pd.DataFrame, everyone: pd.DataFrame) -> Fleet | None:
    ja4s = sorted(str(name) for kind, name in part if kind == "ja4")
    asns = sorted(int(str(number)) for kind, number in part if kind == "asn")
    inside = shown["ja4"].isin(ja4s) & shown["asn_number"].isin(asns)
    sources = sorted(shown.loc[inside, "address"].unique())
    if len(sources) < SOURCES or len(asns) < NETWORKS:
        return None
    crowd = everyone[everyone["ja4"].isin(ja4s) & everyone["asn_number"].isin(asns)]["address"].nunique()
    share = len(sources) / max(crowd, len(sources))
    size, spread = min(len(sources) / 30, 1.0), min(len(asns) / 10, 1.0)
    return Fleet(tuple(ja4s), tuple(asns), tuple(sources), round((size + spread + share) / 3, 4))


def sizes(rows: pd.DataFrame, found: list[Fleet]) -> pd.Series:
    """For each row (`ja4`, `asn_number`) the number of sources of the fleet it would belong to; 0 for none."""
    by_pair = {(ja4, asn): len(fleet.sources) for fleet in found for ja4 in fleet.ja4s for asn in fleet.asns}
    pairs = zip(rows["ja4"], rows["asn_number"].astype(int), strict=True)
    return pd.Series([by_pair.get(pair, 0) for pair in pairs], rows.index, "int64")
