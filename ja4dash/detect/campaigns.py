"""Campaigns: flagged sources of a day that behave alike with the same client at the same time, by density (HDBSCAN)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import HDBSCAN  # type: ignore[import-untyped]

from ja4dash.detect.features import line

SMALLEST: Final = 4
MOST: Final = 2000
"""Sources that are clustered at once, worst first: distances grow with the square."""

NEAR: Final = 0.8
"""Distance of two centres up to which they are one campaign; another client alone makes 2.3."""

RADIUS: Final = 1.5
"""Farthest from the middle that a member of a campaign lies; another client alone makes 1.6."""

OVERLAP: Final = 0.2
"""A cluster takes over the id of one with which it shares so much of their members (Jaccard)."""

_CLIENT, _HOST, _TIME, _HABIT = 1.6, 1.0, 0.8, 0.4
_SMOOTH: Final = 2.0
"""Hours over which the times of two sources are still taken for the same."""
_HABITS: Final = ("hits", "hit_velocity", "fuzzing_index")


def clusters(flagged: pd.DataFrame) -> dict[str, int]:
    """Cluster (0, 1, …) of each source that belongs to one.

    `flagged`: sessions of a day (`address`, `ja4`, `host`, `detected_at`, `anomaly_score`, `hits`, `hit_velocity`,
    `fuzzing_index`, `post_ratio`).
    """
    addresses, points = _points(flagged)
    if len(addresses) < SMALLEST:
        return {}
    found = HDBSCAN(min_cluster_size=SMALLEST, min_samples=2, copy=True).fit_predict(points)
    whole = _joined(points, found)
    labels = np.array([whole.get(int(label), -1) for label in found])
    kept = _close(points, labels)
    return {address: int(label) for address, label in zip(addresses, kept, strict=True) if label >= 0}


def _close(points: npt.NDArray[np.float64], labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Clusters without those far from their middle: what is left over is dense beside nothing, and still shares nothing."""
    kept = np.full(len(labels), -1)
    for label in np.unique(labels[labels >= 0]):
        members = np.flatnonzero(labels == label)
        middle = np.median(points[members], axis=0)
        near = members[np.linalg.norm(points[members] - middle, axis=1) <= RADIUS]
        if len(near) >= SMALLEST:
            kept[near] = label
    return kept


def _joined(points: npt.NDArray[np.float64], labels: npt.NDArray[np.int64]) -> dict[int, int]:
    """Clusters whose centres lie near each other are one: density alone cuts a burst at its quiet minutes."""
    centres = {int(label): points[labels == label].mean(axis=0) for label in np.unique(labels) if label >= 0}
    near: nx.Graph[int] = nx.Graph()
    near.add_nodes_from(centres)
    near.add_edges_from(
        (one, other) for one, other in itertools.combinations(centres, 2) if np.linalg.norm(centres[one] - centres[other]) < NEAR
    )
    return {label: place for place, part in enumerate(nx.connected_components(near)) for label in part}


def _points(flagged: pd.DataFrame) -> tuple[list[str], npt.NDArray[np.float64]]:
    """Where each source lies: clients and hosts as shares of its requests, hours as when it came, habits as logarithms."""
    worst = flagged.groupby("address")["anomaly_score"].min().sort_values(kind="stable").index[:MOST]
    rows = flagged[flagged["address"].isin(worst)]
    rows = rows.assign(line=rows["ja4"].map(line), hour=rows["detected_at"].dt.floor("h"))
    parts = [_shares(rows, "line", _CLIENT), _shares(rows, "host", _HOST), _times(rows)]
    habits = rows.groupby("address")[[*_HABITS, "post_ratio"]].mean()
    habits[list(_HABITS)] = np.log1p(habits[list(_HABITS)])
    habits["post_ratio"] *= 2
    frame = pd.concat([*parts, habits * _HABIT], axis=1).sort_index()
    return [str(address) for address in frame.index], frame.to_numpy(np.float64)


def _times(rows: pd.DataFrame) -> pd.DataFrame:
    """When each source came, smoothed over neighbouring hours, as a vector of length `_TIME`."""
    table = rows.pivot_table(index="address", columns="hour", values="hits", aggfunc="sum", fill_value=0)
    present = (table.to_numpy() > 0).astype("float64")
    hours = table.columns.to_numpy("datetime64[s]").astype("int64") / 3600
    near = np.exp(-0.5 * ((hours[:, None] - hours[None, :]) / _SMOOTH) ** 2)
    spread = present @ near
    spread *= _TIME / np.sqrt((spread**2).sum(axis=1, keepdims=True))
    return pd.DataFrame(spread, index=table.index)


def _shares(rows: pd.DataFrame, column: str, weight: float) -> pd.DataFrame:
    """Each source's requests by a column's values, as a vector of length `weight`."""
    table = rows.pivot_table(index="address", columns=column, values="hits", aggfunc="sum", fill_value=0).astype("float64")
    scaled: pd.DataFrame = table.div(np.sqrt((table**2).sum(axis=1)), axis=0).fillna(0.0) * weight
    return scaled.add_prefix(f"{column} ")


def identified(found: Mapping[str, int], before: Mapping[int, Iterable[str]], counter: int) -> tuple[dict[str, int], int]:
    """Campaign id of each source, and the counter after it. A cluster keeps the id of the former campaign it overlaps
    most with (each id once); others get new ones above `counter`, which never were used."""
    members: dict[int, set[str]] = {}
    for address, cluster in found.items():
        members.setdefault(cluster, set()).add(address)
    former = {campaign: set(sources) for campaign, sources in before.items()}
    pairs = [
        (len(own & old) / len(own | old), cluster, campaign)
        for cluster, own in members.items()
        for campaign, old in former.items()
        if own & old
    ]
    ids: dict[int, int] = {}
    for overlap, cluster, campaign in sorted(pairs, key=lambda pair: (-pair[0], pair[2], pair[1])):
        if overlap >= OVERLAP and cluster not in ids and campaign not in ids.values():
            ids[cluster] = campaign
    for cluster in sorted(members, key=lambda cluster: (-len(members[cluster]), cluster)):
        if cluster not in ids:
            counter += 1
            ids[cluster] = counter
    return {address: ids[cluster] for address, cluster in found.items()}, counter
