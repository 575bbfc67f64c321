"""Doctor and migrations over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from ja4dash.db import Door
from ja4dash.doctor import examine, well
from ja4dash.schema import migrate
from tests.http.conftest import USERS, server_settings
from tests.http.process import FrontProcess


def test_a_migrated_server_is_well_and_nothing_is_left_to_do(http_door: Door) -> None:
    findings = examine(http_door)
    assert well(findings), [finding for finding in findings if finding.state == "problem"]
    assert migrate(http_door).sentence() == "nothing to do: everything is already there"


@pytest.mark.parametrize("name", ["reader", "strict"])
def test_a_user_who_may_only_read_is_told_what_that_costs(
    http_door: Door, front: FrontProcess, tmp_path: Path, name: str
) -> None:
    databases = http_door.settings.model_dump(include={"logs_db", "processing_db"})
    settings = server_settings(front, tmp_path, user=name, password=USERS[name].password, **databases)
    findings = {finding.name: finding for finding in examine(Door(settings))}
    assert findings["may read"].state == "ok"
    for right in ("may classify", "may promote signatures", "may load requests", "may migrate"):
        assert findings[right].state == "warning"
        assert "read-only" in findings[right].what
    assert not [finding for finding in findings.values() if finding.state == "problem"]


def test_a_wrong_password_is_a_finding(front: FrontProcess, tmp_path: Path) -> None:
    findings = {finding.name: finding for finding in examine(Door(server_settings(front, tmp_path, user="nobody")))}
    assert findings["connection"].state == "problem"
    assert "refuses the user 'nobody'" in findings["connection"].what
    assert findings["schema"].what == "not checked"
