"""Evaluation: what the detector says beside what is true, for simulated sources and for captured ones.

Only this module reads the truth.
"""

from __future__ import annotations

import csv
import ipaddress
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score  # type: ignore[import-untyped]

from ja4dash import severity
from ja4dash.db import HEAVY
from ja4dash.detect import store
from ja4dash.detect.cycle import CycleReport, Detector, run_cycle
from ja4dash.detect.models import FOREST
from ja4dash.detect.windows import hour_of
from ja4dash.ingest.run import run as load
from ja4dash.schema import migrate
from ja4dash.simulate.command import run as simulate

if TYPE_CHECKING:
    from ja4dash.db import Door

SEEDS: Final = (100, 101, 102, 103, 104)
"""Seeds that nothing was tuned on."""

FLAGGED: Final = ("CRITICAL", "HIGH")


@dataclass(frozen=True)
class Result:
    """How well sources were told apart. A source is flagged when one of its sessions reached HIGH.

    `precision`, `recall` of malicious sources and `wrong` (share of benign sources flagged) are 0..1; `rand` is the adjusted
    Rand index of the campaigns over coordinated sources (one without campaign is a group of its own); `people`, `crawlers`:
    shares of people with browsers and of verified crawlers flagged; `strangers`: sources in campaigns that belong to no
    coordinated group. `sources` has one row each: address, class, malicious, coordinated_group, level, score, campaign.
    """

    name: str
    sources: pd.DataFrame
    report: CycleReport

    @property
    def _flagged(self) -> pd.Series:
        return self.sources["level"].isin(FLAGGED)

    @property
    def precision(self) -> float:
        """Of the flagged sources, the malicious ones."""
        return float(self.sources.loc[self._flagged, "malicious"].mean()) if self._flagged.any() else 1.0

    @property
    def recall(self) -> float:
        """Of the malicious sources, the flagged ones."""
        bad = self.sources["malicious"] == 1
        return float(self._flagged[bad].mean()) if bad.any() else 1.0

    def flagged_share(self, *classes: str) -> float:
        """Share of the sources of these classes (all benign ones if none is named) that were flagged."""
        asked = self.sources["class"].isin(classes) if classes else self.sources["malicious"] == 0
        return float(self._flagged[asked].mean()) if asked.any() else 0.0

    @property
    def rand(self) -> float:
        """Adjusted Rand index of campaigns against coordinated groups; NaN where nobody is coordinated."""
        together = self.sources[self.sources["coordinated_group"] != ""]
        if together.empty:
            return float("nan")
        alone = -1 - np.arange(len(together))
        found = together["campaign"].where(together["campaign"] >= 0, pd.Series(alone, together.index))
        return float(adjusted_rand_score(together["coordinated_group"], found))

    @property
    def strangers(self) -> int:
        """Sources in campaigns that belong to no coordinated group."""
        alone = (self.sources["coordinated_group"] == "") & (self.sources["campaign"] >= 0)
        return int(alone.sum())

    def by_class(self) -> pd.DataFrame:
        """Sources by class (rows) and level (columns, worst first)."""
        table = pd.crosstab([self.sources["malicious"], self.sources["class"]], self.sources["level"])
        return table[sorted(table.columns, key=lambda level: severity.rank(str(level)))]

    def sentence(self) -> str:
        """For people."""
        return (
            f"{self.name}: precision {self.precision:.3f}, recall {self.recall:.3f}, people flagged"
            f" {self.flagged_share('person'):.4f}, crawlers flagged {self.flagged_share('crawler'):.4f}, all benign flagged"
            f" {self.flagged_share():.4f}, campaigns (adjusted Rand) {self.rand:.3f},"
            f" {int((self.sources['malicious'] == 1).sum())} malicious of {len(self.sources):,} sources"
        )


def simulated(door: Door, seed: int, *, rate: float, hours: float, until: datetime) -> Result:
    """Simulate a seed into the door's databases, which are made here, detect, and compare. Raises QueryError."""
    migrate(door)
    simulate(door, days=hours / 24, rate=rate, seed=seed, until=until)
    return detected(door, seed, hours=hours, until=until)


def detected(door: Door, seed: int, *, hours: float, until: datetime, without: Collection[str] = ()) -> Result:
    """Detect anew over the last hours before `until`, without some signals, and compare."""
    for table in store.TABLES:
        door.command(f"TRUNCATE TABLE {{processing:Identifier}}.{table}", {"processing": door.settings.processing_db})
    since = until - timedelta(hours=hours)
    report = run_cycle(door, since, until, detector=Detector(door, without=without))
    name = f"seed {seed}" + (f" without {', '.join(without)}" if without else "")
    return Result(name, outcome(door, since, until).merge(truth_of(door, seed), on="address"), report)


def truth_of(door: Door, seed: int) -> pd.DataFrame:
    """Who the sources of a seed are: `address`, `class`, `malicious` (0, 1), `coordinated_group`."""
    return door.read("detect/truth", guard=HEAVY, seed=seed % 2**64)


def outcome(door: Door, since: datetime, until: datetime) -> pd.DataFrame:
    """What became of each source: `address`, `level` (worst), `score` (worst), `campaign` (-1 = none)."""
    return door.read("detect/outcome", guard=HEAVY, since=hour_of(since), until=until, model=FOREST)


def captured(door: Door, requests: Path, truth: Path) -> Result:
    """Load captured requests with a truth file (src_ip, truth_class, …) into the door's databases, detect, and compare.

    The truth has no malice, so precision and recall say nothing here: look at `by_class`.
    """
    migrate(door)
    load(door, [str(requests)], again=True)
    since, until = span(door)
    report = run_cycle(door, since, until)
    with truth.open(encoding="utf-8") as lines:
        rows = [(_mapped(row["src_ip"]), row["truth_class"]) for row in csv.DictReader(lines)]
    known = pd.DataFrame(rows, columns=["address", "class"]).assign(malicious=0, coordinated_group="")
    return Result("captures", outcome(door, since, until).merge(known, on="address"), report)


def ablated(door: Door, seed: int, names: Sequence[str], *, hours: float, until: datetime) -> Iterator[Result]:
    """The seed's result without each of the signals in turn; its requests are there already."""
    for name in names:
        yield detected(door, seed, hours=hours, until=until, without=(name,))


def span(door: Door) -> tuple[datetime, datetime]:
    """The hours that hold requests."""
    frame = door.read("detect/span")
    first, last = frame["first"].iloc[0].to_pydatetime(), frame["last"].iloc[0].to_pydatetime()
    return hour_of(first), hour_of(last) + timedelta(hours=1)


def _mapped(text: str) -> str:
    """An address as the engine writes an IPv6 column."""
    found = ipaddress.ip_address(text)
    return f"::ffff:{found}" if found.version == 4 else str(found)
