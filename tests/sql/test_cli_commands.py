"""migrate, simulate and doctor on the command line."""

from __future__ import annotations

import json

import pytest

from ja4dash import db
from ja4dash.cli import main
from ja4dash.db import Door
from ja4dash.schema.definition import definitions


def requests(door: Door) -> int:
    return int(door.query("SELECT count() AS n FROM {logs:Identifier}.http_logs", {"logs": door.settings.logs_db})["n"][0])


def test_a_dry_run_prints_every_statement_and_runs_none(empty_door: Door, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["migrate", "--dry-run"]) == 0
    out = capsysbinary.readouterr().out.decode()
    for definition in definitions():
        if not definition.changes:
            assert f"-- {definition.name}: create" in out
    sql = "SELECT name FROM system.databases WHERE name = {name:String}"
    assert empty_door.query(sql, {"name": empty_door.settings.logs_db}).empty


def test_the_cluster_form_can_be_read_but_not_run_on_the_embedded_engine(
    empty_door: Door, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["migrate", "--dry-run", "--cluster", "soc"]) == 0
    assert b"ON CLUSTER `soc`" in capsysbinary.readouterr().out
    assert main(["migrate", "--cluster", "soc"]) == 1
    assert b"the embedded engine is no cluster" in capsysbinary.readouterr().err


def test_a_second_migration_has_nothing_to_do(empty_door: Door, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["migrate"]) == 0
    first = capsysbinary.readouterr()
    assert b"create" in first.out
    assert main(["migrate"]) == 0
    second = capsysbinary.readouterr()
    assert (second.out, second.err) == (b"", b"nothing to do: everything is already there\n")


def test_simulating_fills_the_past_once(door: Door, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    settings = door.settings.model_copy(update={"simulate": "on"})
    moment = door.now()
    with db.use(Door(settings, clock=lambda: moment, pool=door.pool)):
        assert main(["simulate", "--days", "1", "--rate", "0.02", "--seed", "3"]) == 0
        assert capsysbinary.readouterr().out.startswith(b"wrote ")
        written = requests(door)
        assert written > 0
        assert main(["simulate", "--days", "1", "--rate", "0.02", "--seed", "3"]) == 0
        assert capsysbinary.readouterr().out == b"nothing to do: these days are written already\n"
    assert requests(door) == written


def test_nothing_is_simulated_where_it_is_switched_off(door: Door, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["simulate", "--days", "1"]) == 1
    assert b"JA4DASH_SIMULATE=off" in capsysbinary.readouterr().err
    assert requests(door) == 0


def test_doctor_ends_with_1_only_when_something_is_broken(empty_door: Door, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["doctor"]) == 1
    out = capsysbinary.readouterr().out.decode()
    assert "problem  missing table: " in out
    assert "         -> Run `python -m ja4dash migrate`." in out
    assert main(["migrate"]) == 0
    capsysbinary.readouterr()
    assert main(["doctor", "--format", "json"]) == 0
    findings = json.loads(capsysbinary.readouterr().out)
    assert {"name", "state", "what", "advice"} == set(findings[0])
    assert {finding["state"] for finding in findings} == {"ok", "warning"}
