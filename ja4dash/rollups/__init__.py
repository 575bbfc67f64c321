"""Rollups: what is asked again and again, counted by hour as it is written. An optimisation: without them the log answers."""

from ja4dash.rollups.coverage import Coverage
from ja4dash.rollups.definition import HOURS, READINGS, ROLLUPS, Rollup

__all__ = ["HOURS", "READINGS", "ROLLUPS", "Coverage", "Rollup"]
