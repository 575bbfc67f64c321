"""The truth about the sources of a world, in a table of its own that only evaluation reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from ja4dash.db import HEAVY
from ja4dash.simulate.rows import addresses

if TYPE_CHECKING:
    from ja4dash.db import Door
    from ja4dash.simulate.world import World

_KNOWN: Final = """
SELECT DISTINCT toString(src_ip) AS ip, actor FROM {processing:Identifier}.simulation_truth WHERE seed = {seed:UInt64}
"""


def table(world: World) -> pa.Table:
    """One row a source: src_ip (16 bytes), actor, class, malicious (0, 1), coordinated_group, seed."""
    parts = []
    for group in world.groups:
        source = np.unique(group.source)
        parts.append((source, group.kind, group.malicious, group.coordinated))
    source = np.concatenate([part[0] for part in parts])
    address = world.sources.columns()[0][source]
    sizes = [len(part[0]) for part in parts]
    kinds = np.repeat([part[1] for part in parts], sizes)
    return pa.table(
        {
            "src_ip": addresses(address),
            "actor": pa.array([f"{kind}-{number}" for kind, number in zip(kinds.tolist(), source.tolist(), strict=True)]),
            "class": pa.array(kinds.tolist()),
            "malicious": pa.array(np.repeat([part[2] for part in parts], sizes).astype(np.uint8)),
            "coordinated_group": pa.array(np.repeat([part[3] for part in parts], sizes).tolist()),
            "seed": pa.array(np.full(len(source), world.seed, np.uint64)),
        }
    )


def write(door: Door, world: World) -> int:
    """Add the rows that are not there yet; returns how many."""
    rows = table(world)
    found = door.query(_KNOWN, {"processing": door.settings.processing_db, "seed": world.seed}, HEAVY)
    known = set(found["actor"].tolist())
    new = [place for place, actor in enumerate(rows["actor"].to_pylist()) if actor not in known]
    if not new:
        return 0
    return door.insert(door.settings.processing_db, "simulation_truth", rows.take(pa.array(new)))
