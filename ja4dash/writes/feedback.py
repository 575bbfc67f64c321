"""Decisions about sources. The history stays; the latest decision of an address counts."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from uuid import uuid4

import pandas as pd
import pyarrow as pa

from ja4dash import db
from ja4dash.errors import Category, QueryError
from ja4dash.queries.checks import one_address
from ja4dash.scope import address_range

CLASSIFICATIONS: Final = ("bot", "legitimate", "suspicious")
MAX_COMMENT: Final = 2000

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def classify(ip: str, classification: str, comment: str = "", *, analyst: str = "") -> pd.DataFrame:
    """Append a decision about an address in any spelling and read it back: `created_at` (UTC), `ip`, `classification`,
    `comment` (one row). Raises QueryError: a bad parameter names what is wrong, rights and engine failures say so."""
    clean = one_address(ip)
    if classification not in CLASSIFICATIONS:
        raise QueryError(Category.PARAMETER, f"a decision is one of {', '.join(CLASSIFICATIONS)}, not {classification[:40]!r}")
    row = {
        "src_ip": pa.array([_packed(clean)], pa.binary(16)),
        "classification": pa.array([classification]),
        "comment": pa.array([_comment(comment)]),
        "created_at": pa.array([int(db.now().timestamp())], pa.uint32()),
    }
    if analyst and _has_analyst():
        row["analyst"] = pa.array([_comment(analyst)[:200]])
    db.insert(db.door().settings.processing_db, "soc_feedback", pa.table(row), token=uuid4().hex)
    written = db.read("writes/decision", ip=clean)
    if written.empty or written["classification"].iloc[0] != classification:
        raise QueryError(Category.OTHER, f"the decision about {clean} was sent but cannot be read back")
    return written


def _packed(ip: str) -> bytes:
    return ipaddress.IPv6Address(address_range(ip)[0]).packed


def _comment(text: str) -> str:
    if len(text) > MAX_COMMENT:
        raise QueryError(Category.PARAMETER, f"a comment takes at most {MAX_COMMENT:,} characters, not {len(text):,}")
    if _CONTROL.search(text):
        raise QueryError(Category.PARAMETER, "a comment cannot hold control characters")
    return text.strip()


def _has_analyst() -> bool:
    sql = (
        "SELECT count() AS found FROM system.columns"
        " WHERE database = {processing:String} AND table = 'soc_feedback' AND name = 'analyst'"
    )
    return bool(db.door().query(sql, {"processing": db.door().settings.processing_db})["found"].iloc[0])
