"""Features: what the sessions and clients of a stretch of time look like, and what their sources did in the day before."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ja4dash import coherence
from ja4dash.db import HEAVY
from ja4dash.detect.windows import HOUR, LOOK_BACK, Window, hour_of
from ja4dash.fingerprint import families
from ja4dash.schema.definition import definitions
from ja4dash.schema.over import view_over

if TYPE_CHECKING:
    from ja4dash.db import Door

SESSION: Final = ["address", "ja4", "host"]
DEVICE: Final = ["address", "header_user_agent", "header_sec_ch_ua"]
TRAITS: Final = [
    "ja4",
    "header_user_agent",
    "header_sec_ch_ua",
    "header_sec_ch_ua_platform",
    "h2_fingerprint",
    "tls_alpn",
    "http_version",
    "ja4_family",
    "ja4_tool",
    "h2_family",
]
COUNTS: Final = [
    "requests",
    "pages",
    "assets",
    "calls",
    "posts",
    "told",
    "refused",
    "missed",
    "missed_paths",
    "throttled",
    "trials",
    "failed_trials",
    "blind_trials",
    "probes",
    "probed_paths",
    "payloads",
    "direct_pages",
]
"""What is counted of a client and added up over hours."""

_TIMING: Final = ("interarrival_mean_s", "interarrival_cv", "burstiness")


@dataclass(frozen=True)
class Observed:
    """A window. `sessions`: one row an (address, ja4, host) with the columns of view_ai_features_1h, the timing of
    view_thesis_features_1h and the shares of answers. `clients`: one row a session and way of presenting itself, with
    counts of the window and, as `device_…`, `source_…` and `line_…`, those of the last 24 hours."""

    window: Window
    sessions: pd.DataFrame
    clients: pd.DataFrame


class History:
    """The clients of the last 24 hours, an hour a frame, reduced to what is added up. Bounded: older hours are dropped."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._hours: dict[datetime, pd.DataFrame] = {}

    def before(self, window: Window, requests: dict[datetime, int]) -> pd.DataFrame:
        """The reduced clients of the hours before the window; `requests`: how many each hour has now, so that one that was
        read too early is read again."""
        start, found = window.since - LOOK_BACK, []
        self._hours = {hour: frame for hour, frame in self._hours.items() if start <= hour <= window.since}
        for place in range(1, LOOK_BACK // HOUR + 1):
            hour = window.since - place * HOUR
            expected = requests.get(hour, 0)
            known = self._hours.get(hour)
            if expected and (known is None or known["requests"].sum() != expected):
                self._hours[hour] = reduced(clients(self._door, hour, hour + HOUR))
            if expected:
                found.append(self._hours[hour])
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*DEVICE, "line", "browser", *COUNTS])

    def keep(self, window: Window, seen: pd.DataFrame) -> None:
        """Remember a closed window's clients for those that follow."""
        if window.closed:
            self._hours[window.since] = reduced(seen)


def observe(door: Door, window: Window, history: History, requests: dict[datetime, int]) -> Observed:
    """Everything that is scored in a window; `requests`: by hour, for the day before. Raises QueryError."""
    seen = clients(door, window.since, window.seen)
    past = history.before(window, requests)
    history.keep(window, seen)
    return Observed(window, _sessions(door, window, seen), _with_day(seen, past))


def clients(door: Door, since: datetime, until: datetime) -> pd.DataFrame:
    """Rows of `sql/detect/clients.sql` with `agent` (the stack the User-Agent claims), `browser` (it claims to be one),
    `line` (JA4 without what resumption changes), `contradiction` and `clash` (0..1, how hard it is to explain)."""
    frame = door.read("detect/clients", guard=HEAVY, since=since, until=until)
    agents = {agent: families.agent_stack(agent) for agent in frame["header_user_agent"].unique()}
    frame["agent"] = frame["header_user_agent"].map(agents).astype("str")
    frame["browser"] = frame["agent"].isin(families.BROWSERS)
    frame["line"] = frame["ja4"].map({ja4: line(ja4) for ja4 in frame["ja4"].unique()}).astype("str")
    return frame.merge(_contradictions(frame), on=TRAITS, how="left")


def line(ja4: str) -> str:
    """A JA4 without the number of extensions, the name sent, ALPN and the extensions' hash: what a client's cipher list says,
    the same on new and resumed connections and on HTTP/1.1 and HTTP/2."""
    head, _, rest = ja4.partition("_")
    return f"{head[:3]}{head[4:6]}_{rest.partition('_')[0]}" if rest else ja4


def reduced(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts by device and line."""
    return frame.groupby([*DEVICE, "line", "browser"], as_index=False, observed=True)[COUNTS].sum()


def _contradictions(frame: pd.DataFrame) -> pd.DataFrame:
    combinations = frame[TRAITS].drop_duplicates()
    rows = combinations.to_dict("records")
    words = [coherence.contradiction(row) for row in rows]
    clashes = [_clash(said, row) for said, row in zip(words, rows, strict=True)]
    return combinations.assign(contradiction=pd.Series(words, combinations.index, "str"), clash=clashes)


def _clash(words: str, row: dict[Hashable, Any]) -> float:
    """Nothing explains a tool in a browser's name; a switched User-Agent explains another browser, a proxy another ALPN. A
    library that borrows a browser's HTTP/2 settings while it says what it is pretends nothing."""
    claims = row["header_sec_ch_ua"] or families.agent_stack(row["header_user_agent"]) in families.BROWSERS
    if not words or not claims:
        return 0.0
    if words.startswith("ALPN"):
        return 0.2
    return 1.0 if row["ja4_tool"] and not row["ja4_family"] else 0.8


def _with_day(seen: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """The window's clients with the sums of the day: by device, by source, and how many faces a source shows."""
    past = past[past["address"].isin(seen["address"].unique())]
    day = pd.concat([reduced(seen), past], ignore_index=True)
    day["browser"] = day["browser"].astype(bool)
    devices = day.groupby(DEVICE, as_index=False)[COUNTS].sum()
    sources = day.groupby("address", as_index=False)[COUNTS].sum()
    faces = _faces(day, devices)
    return (
        seen.merge(_prefixed(devices, "device", DEVICE), on=DEVICE)
        .merge(_prefixed(sources, "source", ["address"]), on="address")
        .merge(faces[0], on=["address", "line"], how="left")
        .merge(faces[1], on="address", how="left")
        .fillna({"line_agents": 0, "source_lines": 0})
    )


def _faces(day: pd.DataFrame, devices: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of what loads no asset: User-Agents by line, and lines by source that pass for browsers. People load assets, so that
    many of them behind one address are not taken for one that changes its face."""
    bare = devices[(devices["assets"] == 0) & (devices["pages"] + devices["calls"] > 0)][DEVICE]
    bare = day.merge(bare, on=DEVICE)
    bare = bare[bare["header_user_agent"] != ""]
    agents = bare.groupby(["address", "line"])["header_user_agent"].nunique().rename("line_agents").reset_index()
    lines = bare[bare["browser"]].groupby("address")["line"].nunique().rename("source_lines").reset_index()
    return agents, lines


def _prefixed(frame: pd.DataFrame, prefix: str, keys: Sequence[str]) -> pd.DataFrame:
    return frame.rename(columns={name: f"{prefix}_{name}" for name in frame.columns if name not in keys})


def _sessions(door: Door, window: Window, seen: pd.DataFrame) -> pd.DataFrame:
    missing = door.missing_columns()
    sql, bounds = view_over("view_ai_features_1h", window.since, window.seen, door.settings, missing=missing)
    frame = door.query(_selected(_view_columns(), sql), bounds, HEAVY)
    sql, bounds = view_over("view_thesis_features_1h", window.since, window.seen, door.settings, missing=missing)
    timing = door.query(_selected(("ja4", "host", *_TIMING), sql), bounds, HEAVY)
    counted = seen.groupby(SESSION, as_index=False)[COUNTS].sum()
    frame = frame.merge(timing, on=SESSION, how="left").merge(counted, on=SESSION, how="left")
    answered = frame["told"].where(frame["told"] > 0)
    for name in ("refused", "missed", "throttled"):
        frame[f"{name}_share"] = frame[name] / answered
    frame["trial_share"] = frame["trials"] / frame["hits"]
    frame["call_share"] = frame["calls"] / frame["hits"]
    return frame


def _selected(columns: Sequence[str], sql: str) -> str:
    return f"SELECT toString(src_ip) AS address, {', '.join(columns)} FROM ({sql})"  # noqa: S608 - names and text of ours


@cache
def _view_columns() -> tuple[str, ...]:
    view = next(one for one in definitions() if one.object == "view_ai_features_1h")
    return tuple(name for name in view.columns if name != "src_ip")


def counted_by_hour(door: Door, since: datetime, until: datetime) -> dict[datetime, int]:
    """Requests of each clock hour that has any."""
    frame = door.read("detect/hours", guard=HEAVY, since=hour_of(since), until=until)
    return {hour.to_pydatetime(): int(count) for hour, count in zip(frame["hour"], frame["requests"], strict=True)}
