"""The schema: one object a file, applied in the order of their numbers by `migrate`."""

from ja4dash.schema.inventory import Missing, missing_objects
from ja4dash.schema.migrate import Report, migrate, plan
from ja4dash.schema.step import Outcome, Step

__all__ = ["Missing", "Outcome", "Report", "Step", "migrate", "missing_objects", "plan"]
