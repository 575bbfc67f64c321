"""AWS WAF: a rule group that blocks JA4s (API reference: CreateRuleGroup, ByteMatchStatement, JA4Fingerprint)."""

from __future__ import annotations

import re

from ja4dash.blocklist.comments import moment
from ja4dash.blocklist.entries import Blocklist, Kind
from ja4dash.blocklist.format import FINGERPRINTS, Format
from ja4dash.export import to_json

CAPACITY_EACH = 2
"""Capacity units of one string match that must fit exactly."""
NAME = "ja4dash-blocklist"


def rule_group(blocklist: Blocklist) -> bytes:
    """Input of `aws wafv2 create-rule-group`: one rule that blocks any of the JA4s."""
    entries = blocklist.of(Kind.JA4)
    statements = [_match(entry.value) for entry in entries]
    statement = statements[0] if len(statements) == 1 else {"OrStatement": {"Statements": statements}}
    rule = {
        "Name": f"{NAME}-ja4",
        "Priority": 0,
        "Statement": statement,
        "Action": {"Block": {}},
        "VisibilityConfig": _visibility(f"{NAME}-ja4"),
    }
    group = {
        "Name": f"{NAME}-{blocklist.generated_at:%Y%m%dT%H%MZ}",
        "Scope": "REGIONAL",
        "Capacity": CAPACITY_EACH * len(entries),
        "Description": _described(f"until {moment(max(entry.expires_at for entry in entries))}, {blocklist.origin}"),
        "Rules": [rule],
        "VisibilityConfig": _visibility(NAME),
    }
    return f"{to_json(group, indent=2)}\n".encode()


def _match(ja4: str) -> dict[str, object]:
    return {
        "ByteMatchStatement": {
            "SearchString": ja4,
            "FieldToMatch": {"JA4Fingerprint": {"FallbackBehavior": "NO_MATCH"}},
            "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
            "PositionalConstraint": "EXACTLY",
        }
    }


def _visibility(metric: str) -> dict[str, object]:
    return {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": metric}


def _described(text: str) -> str:
    """What the API takes as a description: letters, digits and a few marks, at most 256."""
    return " ".join(re.sub(r"[^A-Za-z0-9_+=:#@/,.-]+", " ", text).split())[:256].strip()


AWS = (
    Format(
        "aws-waf",
        "AWS WAF rule group",
        ".json",
        FINGERPRINTS,
        "aws wafv2 create-rule-group --cli-binary-format raw-in-base64-out --cli-input-json file://FILE; "
        "for CloudFront set Scope to CLOUDFRONT. It does not expire by itself.",
        rule_group,
    ),
)
