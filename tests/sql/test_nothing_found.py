"""A statement that finds nothing keeps its columns and types, and is described once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client

from ja4dash.db import Door

SQL = "SELECT database, total_rows FROM system.tables WHERE name = {name:String} AND database = 'nowhere'"
NAMED = "SELECT * FROM {database:Identifier}.{table:Identifier} WHERE 0"


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that the engine was asked to describe."""
    found: list[str] = []
    query = Client.query

    def noted(self: Client, sql: str, *args: Any, **kwargs: Any) -> Any:
        if sql.startswith("DESCRIBE"):
            found.append(sql)
        return query(self, sql, *args, **kwargs)

    monkeypatch.setattr(Client, "query", noted)
    return found


def test_it_is_described_once_whatever_was_looked_for(door: Door, described: list[str]) -> None:
    for name in ("nobody", "anybody"):
        frame = door.query(SQL, {"name": name})
        assert frame.empty
        assert dict(frame.dtypes.astype(str)) == {"database": "str", "total_rows": "uint64"}
    assert len(described) == 1


@pytest.mark.parametrize("table", ["http_logs", "nothing"])
def test_other_tables_have_other_columns(door: Door, described: list[str], table: str) -> None:
    names: Mapping[str, object] = {"database": door.settings.logs_db, "table": table}
    if table == "nothing":
        door.command("CREATE TABLE {database:Identifier}.{table:Identifier} (only UInt8) ENGINE = Memory", names)
    door.query(NAMED, {"database": "system", "table": "one"})
    columns = list(door.query(NAMED, names).columns)
    assert (columns == ["only"]) is (table == "nothing")
    assert "dummy" not in columns
    assert len(described) == 2
