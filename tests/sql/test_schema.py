"""The schema: made once, complete, and left in peace the second time."""

from __future__ import annotations

from ja4dash.db import Door
from ja4dash.schema import Outcome, migrate, missing_objects


def test_a_new_deployment_lacks_nothing_and_a_second_run_does_nothing(door: Door) -> None:
    assert missing_objects(door) == []
    again = migrate(door)
    assert {step.outcome for step in again.steps} == {Outcome.PRESENT}
    assert again.sentence() == "nothing to do: everything is already there"
