"""Making a report: freeze the window, ask, compose. The screen and the command line begin here."""

from __future__ import annotations

from ja4dash import db
from ja4dash.errors import QueryError
from ja4dash.queries import status
from ja4dash.report import answers, campaign, source
from ja4dash.report.answers import Making, answered
from ja4dash.report.parts import Report
from ja4dash.scope import Scope


def of_source(ip: str, scope: Scope, *, by: str, base: str = "") -> Report:
    """The report of an address in its one spelling; raises QueryError where the engine cannot be asked."""
    making = _making(by, base)
    frozen = answers.frozen(scope.without("ip"), making.at)
    return source.report(ip, frozen, source.ask(ip, frozen), making)


def of_campaign(number: int, scope: Scope, *, by: str, base: str = "") -> Report:
    """The report of a campaign; raises QueryError where the engine cannot be asked."""
    making = _making(by, base)
    frozen = answers.frozen(scope.without("campaign"), making.at)
    return campaign.report(number, frozen, campaign.ask(number, frozen), making)


def _making(by: str, base: str) -> Making:
    simulated = answered(status.simulated)
    known = not isinstance(simulated, QueryError) and bool(simulated["simulated"].iloc[0])
    return Making(db.now(), by, known, base)
