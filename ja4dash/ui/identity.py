"""Who a source is, as a card of facts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ja4dash import severity, words
from ja4dash.ui import panel
from ja4dash.ui.facts import show_facts
from ja4dash.writes.feedback import UNDECIDED


def show_identity(frame: pd.DataFrame) -> None:
    """Facts of a one-row summary of a source: network, what the lists say, what it did, how it was judged."""
    panel.seen(frame)
    show_facts(_facts(frame.iloc[0]))


def _facts(row: pd.Series[Any]) -> dict[str, str]:
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
