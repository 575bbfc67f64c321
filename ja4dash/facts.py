"""Facts about a source or a campaign in words: a label and what is known under it. Values may hold what an attacker wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from ja4dash import severity, words
from ja4dash.campaigns import TRENDS
from ja4dash.scope import FIELDS
from ja4dash.writes.feedback import UNDECIDED

FIGURES: Final = {
    "sessions": "Sessions of a source",
    "hits": "Requests of a session",
    "hit_velocity": "Requests a second",
    "fuzzing_index": "Paths a segment",
    "post_ratio": "POST share",
    "anomaly_score": "Anomaly score",
    "ja4s": "JA4 values of a source",
    "hosts": "Hosts of a source",
}
"""The figures of `ja4dash.campaigns.FIGURES` as headings."""


def of_source(row: pd.Series[Any]) -> dict[str, str]:
    """Who a source is, from the row of `queries.source.summary`."""
    shared = "values" if row["ja4s"] != 1 else "value"
    return {
        "Network": f"{words.asn(row['asn_number'], row['asn_org'])} · {row['asn_label'] or 'no reputation known'}",
        "Country": row["country_code"] or words.DASH,
        "Known as a bot by its address": row["bot_name"] or "no",
        "Requests in this window": f"{words.whole(row['requests'])} on {words.plural(int(row['hosts']), 'host')}, "
        f"{words.plural(int(row['paths']), 'path')}",
        "First and last request": f"{words.moment(row['first_seen'])}\n{words.moment(row['last_seen'])}",
        "Fingerprints": f"{row['ja4s']} JA4 {shared}, {row['h2_fingerprints']} HTTP/2, "
        f"{words.plural(int(row['user_agents']), 'User-Agent')}",
        "Detections in 30 days": _detections(row),
        "Verdict": _verdict(row),
    }


def of_campaign(row: pd.Series[Any], trend: str) -> dict[str, str]:
    """What a campaign is, from the row of `queries.campaigns.profile` and its trend ("" = not known)."""
    return {
        "Trend": f"{trend}: {TRENDS[trend]}" if trend else words.DASH,
        "First and last seen": f"{words.moment(row['first_seen'])}\n{words.moment(row['last_seen'])}",
        "Worst score": f"{severity.name(row['worst_level'])} {words.number(row['worst_score'])}",
        "Mean score": words.number(row["mean_score"]),
        "Mean session": f"{words.number(row['mean_hits'], 1)} requests, {words.rate(row['mean_velocity'])}, "
        f"{words.number(row['mean_fuzzing'], 1)} paths a segment, {words.percent(row['mean_post_ratio'])} POST",
        "Networks": _some(row["asn_org_list"]),
        "Countries": _some(row["country_list"]),
        "Hosts": _some(row["host_list"]),
        "Newest reason": str(row["newest_reason"]) or words.DASH,
    }


def trend_of(listing: pd.DataFrame, number: int) -> str:
    """The trend of one campaign in `queries.campaigns.listing`; empty when it is not among them."""
    own = listing.loc[listing["campaign_id"] == number, "trend"]
    return str(own.iloc[0]) if len(own) else ""


def apart(frame: pd.DataFrame) -> pd.DataFrame:
    """`queries.campaigns.difference` with names of its rows (`name`) and both sides in words (`own_text`, `other_text`)."""
    rows = frame.to_dict("records")
    return frame.assign(
        name=[_dimension(row) for row in rows],
        own_text=[_figure(row, "own") for row in rows],
        other_text=[_figure(row, "other") for row in rows],
    )


def others_of(frame: pd.DataFrame) -> str:
    """Of which other sources `queries.campaigns.difference` speaks where it is not all of them; else empty."""
    if frame.empty or frame["one_in"].iloc[0] == 1:
        return ""
    row = frame.iloc[0]
    return f"≈ The others are a sample: one in {row['one_in']} of them, {words.plural(int(row['other_sources']), 'source')}."


def _detections(row: pd.Series[Any]) -> str:
    if not row["detections"]:
        return "none"
    worst = f"{severity.name(row['worst_level'])} {words.number(row['worst_score'])}"
    campaign = f" · campaign {row['campaign_id']}" if row["campaign_id"] >= 0 else ""
    return f"{words.whole(row['detections'])}, worst {worst}{campaign}"


def _verdict(row: pd.Series[Any]) -> str:
    if not row["verdicts"]:
        return "none yet"
    if row["verdict"] == UNDECIDED:
        return "none any more: taken back, or expired"
    return f"{row['verdict']}, {words.moment(row['verdict_at'])}"


def _some(values: Iterable[str]) -> str:
    known = [value for value in values if value]
    more = len(known) - 4
    return (", ".join(known[:4]) + (f" and {more} more" if more > 0 else "")) or words.DASH


def _dimension(row: Mapping[Any, Any]) -> str:
    dimension = str(row["dimension"])
    if dimension in FIGURES:
        return FIGURES[dimension]
    value = str(row["value"]) or "unknown"
    shown = words.asn(float(value), str(row["asn_org"])) if dimension == "asn" and value.isdecimal() else value
    label = FIELDS[dimension].label
    return words.shortened(f"{label[0].upper()}{label[1:]} {shown}", 44)


def _figure(row: Mapping[Any, Any], side: str) -> str:
    value = float(str(row[side]))
    return words.percent(value) if row["kind"] == "share" else words.number(value)
