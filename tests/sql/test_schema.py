"""The schema: made once, complete, resumable, and left in peace where it is not ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

import pyarrow as pa
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.rollups import ROLLUPS
from ja4dash.schema import Missing, Outcome, migrate, missing_objects, plan
from ja4dash.schema.definition import definitions
from ja4dash.schema.inventory import Inventory
from ja4dash.schema.migrate import schema_steps
from ja4dash.schema.render import rendered
from ja4dash.schema.shipped import LISTS, ReferenceList
from ja4dash.settings import load
from ja4dash.statement import OPTIONAL_COLUMNS
from tests.sql.traffic import packed, send

GOLDEN: Final = Path(__file__).with_name("golden")
TABLES: Final = {one.object: one for one in definitions() if one.kind == "table"}


def test_a_new_deployment_lacks_nothing_and_a_second_run_does_nothing(door: Door) -> None:
    assert missing_objects(door) == []
    again = migrate(door)
    assert {step.outcome for step in again.steps} == {Outcome.PRESENT}
    assert again.sentence() == "nothing to do: everything is already there"


def _request(ip: str = "203.0.113.9") -> pa.Table:
    return pa.table({"time": [1_700_000_000], "src_ip": pa.array([packed(ip)], pa.binary(16)), "path": ["/"]})


def _count(door: Door) -> int:
    return int(door.query("SELECT count() AS n FROM {logs:Identifier}.http_logs", door.names())["n"][0])


def test_a_repeated_insert_with_the_same_token_does_not_double(door: Door) -> None:
    for token in ("file-1", "file-1", "file-2"):
        door.insert(door.settings.logs_db, "http_logs", _request(), token=token)
    assert _count(door) == 2


def test_equal_rows_without_a_token_are_all_kept(door: Door) -> None:
    """The table's deduplication window would drop an equal block if an insert carried no token."""
    for _ in range(2):
        door.insert(door.settings.logs_db, "http_logs", _request())
    assert _count(door) == 2


def test_addresses_arrive_as_they_are(door: Door) -> None:
    """The second has 16 characters: as text, the engine would take it for the 16 bytes of another address."""
    for given in ("203.0.113.9", "2001:db8::1:2:33", "::1"):
        door.insert(door.settings.logs_db, "http_logs", _request(given))
    sql = "SELECT toString(src_ip) AS ip, toString(log_date) AS day FROM {logs:Identifier}.http_logs ORDER BY src_ip"
    found = door.query(sql, door.names())
    assert list(found["ip"]) == ["::1", "::ffff:203.0.113.9", "2001:db8::1:2:33"]
    assert set(found["day"]) == {"2023-11-14"}


def done(door: Door, cluster: str | None = None) -> list[str]:
    """What a migration changes, by migration."""
    return [step.migration for step in migrate(door, cluster=cluster).having(Outcome.DONE)]


def cell(door: Door, sql: str, **values: object) -> object:
    """The one value of a statement."""
    return door.query(sql, {**door.names(), **values}).iloc[0, 0]


def with_settings(door: Door, **changes: object) -> Door:
    """A door to the same databases with other settings."""
    return Door(load(**door.settings.model_dump() | changes), pool=door.pool)


# --- dry run, golden files, cluster -----------------------------------------------------------------------------------


def test_a_dry_run_prints_everything_and_changes_nothing(empty_door: Door) -> None:
    said: list[str] = []
    report = migrate(empty_door, dry_run=True, out=said.append)
    assert {step.outcome for step in report.steps} == {Outcome.PLANNED}
    assert len(said) == sum(len(step.statements) for step in report.steps)
    assert len(missing_objects(empty_door)) == len([one for one in definitions() if not one.changes])
    for text in said:
        if "INSERT INTO" not in text:
            empty_door.command(text.strip().removesuffix(";"))
    assert missing_objects(empty_door) == []


@pytest.mark.parametrize(("name", "cluster"), [("single", None), ("cluster", "soc")])
def test_the_statements_are_those_of_the_golden_file(empty_door: Door, name: str, cluster: str | None) -> None:
    """When a change is meant, delete the golden file and run this twice: the first run writes it and fails."""
    settings = load(
        engine="server", user="soc", password="secret", logs_db="ja4_logs", processing_db="ja4_processing", retention_days=90
    )
    steps = schema_steps(settings, Inventory(), cluster)
    statements = [sql for step in steps for sql in step.statements]
    replaced = [
        rendered(one, settings, cluster=cluster, replace=True, missing=OPTIONAL_COLUMNS).shown[0]
        for one in definitions()
        if one.kind in ("view", "dictionary")
    ]
    assert all(sql.startswith("CREATE OR REPLACE ") for sql in replaced)
    for sql in statements + replaced:
        empty_door.command(f"EXPLAIN AST {sql}")
    text = "\n".join(f"{sql};\n" for sql in statements)
    golden = GOLDEN / f"{name}.sql"
    if not golden.exists():
        golden.write_text(text, "utf-8")
        pytest.fail(f"{golden.name} was not there: written, read it before you commit it")
    assert text == golden.read_text("utf-8")


def test_a_cluster_gets_replicas_everywhere_and_the_contract_names_on_top() -> None:
    settings = load(engine="server", logs_db="ja4_logs", processing_db="ja4_processing")
    statements = [sql for step in schema_steps(settings, Inventory(), "soc") for sql in step.statements]
    assert all(" ON CLUSTER `soc`" in sql for sql in statements)
    for table, one in TABLES.items():
        made = [sql for sql in statements if sql.startswith("CREATE TABLE") and f".{table}" in sql.split(" ON CLUSTER")[0]]
        assert "ENGINE = Replicated" in made[0], table
        if one.shard_key:
            assert f"ENGINE = Distributed(`soc`, `ja4_{one.database}`, {table}_local, {one.shard_key})" in made[1]
        assert len(made) == (2 if one.shard_key else 1)


def test_a_cluster_is_asked_again_on_every_node(door: Door) -> None:
    """What is on this node may be missing on one that joined later."""
    planned = [step for step in plan(door, cluster="soc") if step.outcome is Outcome.PLANNED]
    assert len(planned) == len([one for one in definitions() if one.kind != "retention"])
    assert all(re.search("IF NOT EXISTS|MODIFY|MATERIALIZE", sql) for step in planned for sql in step.statements)


# --- interrupted, refused ---------------------------------------------------------------------------------------------


class Cut(Door):
    """A door whose writes fail after some; with `only`, those that hold that text."""

    def __init__(self, other: Door, after: int, error: QueryError, only: str = "") -> None:
        super().__init__(other.settings, pool=other.pool)
        self.left, self.error, self.only = after, error, only

    def _count(self, what: str) -> None:
        if self.only in what:
            self.left -= 1
            if self.left < 0:
                raise self.error

    def command(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        self._count(sql)
        super().command(sql, parameters)

    def insert(self, database: str, table: str, rows: pa.Table, *, token: str = "") -> int:
        self._count(f"INSERT INTO {table}")
        return super().insert(database, table, rows, token=token)


def test_a_migration_cut_at_every_write_goes_on_from_there(empty_door: Door) -> None:
    """Every run gets one write further than the one before: nothing is doubled and nothing is lost."""
    gone = QueryError(Category.UNREACHABLE, "gone")
    cuts = 0
    while True:
        try:
            migrate(Cut(empty_door, 1, gone))
            break
        except QueryError as error:
            assert error is gone
            cuts += 1
            assert cuts < 200
    assert cuts >= len(definitions())
    assert missing_objects(empty_door) == []
    assert migrate(empty_door).sentence() == "nothing to do: everything is already there"
    counts = {
        shipped.table: cell(empty_door, f"SELECT count() FROM {{processing:Identifier}}.{shipped.table}") for shipped in LISTS
    }
    assert counts == {shipped.table: shipped.rows.num_rows for shipped in LISTS}


def test_what_may_not_be_created_is_named_and_the_rest_goes_on(empty_door: Door) -> None:
    said: list[str] = []
    refusal = QueryError(Category.RIGHTS, "soc: Not enough privileges")
    report = migrate(Cut(empty_door, 0, refusal, only="CREATE DICTIONARY"), out=said.append)
    assert not report.complete
    failed = {step.object.split(".")[1] for step in report.having(Outcome.FAILED)}
    dictionaries = {one.object for one in definitions() if one.kind == "dictionary"}
    assert failed == dictionaries | {"view_ai_features_1h", "view_thesis_features_1h"}
    assert {missing.name.split(".")[1] for missing in missing_objects(empty_door)} == failed
    assert any("dict_bot_ip: not done (soc: Not enough privileges)" in line for line in said)
    assert migrate(empty_door).complete
    assert missing_objects(empty_door) == []


# --- existing deployments ---------------------------------------------------------------------------------------------


def existing_http_logs(door: Door) -> None:
    """Requests as an older deployment keeps them: IPv4, without the optional columns, without our mark."""
    kinds = TABLES["http_logs"].columns | {"src_ip": "IPv4"}
    columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items() if name not in OPTIONAL_COLUMNS)
    for database in (door.settings.logs_db, door.settings.processing_db):
        door.command(f"CREATE DATABASE {database}")
    door.command(f"CREATE TABLE {{logs:Identifier}}.http_logs ({columns}) ENGINE = MergeTree ORDER BY time", door.names())


def described(door: Door, table: str) -> object:
    return cell(
        door, "SELECT create_table_query FROM system.tables WHERE database = {logs:String} AND name = {t:String}", t=table
    )


def test_an_existing_table_is_left_alone_and_the_views_work_with_its_columns(empty_door: Door) -> None:
    existing_http_logs(empty_door)
    before = described(empty_door, "http_logs")
    assert migrate(with_settings(empty_door, retention_days=1)).complete
    assert described(empty_door, "http_logs") == before
    assert {missing.name.rsplit(".", 1)[1] for missing in missing_objects(empty_door)} == set(OPTIONAL_COLUMNS)
    assert all(missing.optional for missing in missing_objects(empty_door))
    empty_door.command(
        "INSERT INTO {logs:Identifier}.http_logs (time, src_ip, host, method, path, ja4, header_user_agent)"
        " SELECT now() - number, '203.0.113.9', 'shop.example', 'POST', '/login', toString(number % 2), 'curl' FROM numbers(40)",
        empty_door.names(),
    )
    views = {one.object for one in definitions() if one.kind == "view"} - {"view_ip_recurrence", "view_resource_cascade_1h"}
    for view in views:
        found = empty_door.query(f"SELECT * FROM {{processing:Identifier}}.{view}", empty_door.names())
        assert {str(ip) for ip in found["src_ip"]} == {"::ffff:cb00:7109"}, view
    features = empty_door.query("SELECT * FROM {processing:Identifier}.view_ai_features_1h", empty_door.names())
    assert features["direct_access_ratio"].isna().all(), "unknown is not 'no Referer'"
    assert list(features["post_ratio"]) == [1, 1]


def test_a_column_that_appears_later_reaches_the_views(empty_door: Door) -> None:
    existing_http_logs(empty_door)
    migrate(empty_door)
    empty_door.command("ALTER TABLE {logs:Identifier}.http_logs ADD COLUMN header_referer String", empty_door.names())
    assert done(empty_door) == ["060_view_ai_features_1h"]
    empty_door.command("INSERT INTO {logs:Identifier}.http_logs (time, src_ip) SELECT now(), '203.0.113.9'", empty_door.names())
    assert cell(empty_door, "SELECT direct_access_ratio FROM {processing:Identifier}.view_ai_features_1h") == 1


def test_views_and_dictionaries_of_others_are_left_alone_and_their_sources_not_needed(empty_door: Door) -> None:
    processing = empty_door.settings.processing_db
    empty_door.command(f"CREATE DATABASE {processing}")
    empty_door.command(f"CREATE VIEW {processing}.view_ip_recurrence AS SELECT toIPv6('::1') AS src_ip")
    feedback = "(created_at DateTime, src_ip IPv6) ENGINE = MergeTree ORDER BY src_ip"
    empty_door.command(f"CREATE TABLE {processing}.soc_feedback {feedback}")
    empty_door.command(
        f"CREATE DICTIONARY {processing}.dict_bot_ja4 (ja4 String, bot_name String) PRIMARY KEY ja4"
        " SOURCE(CLICKHOUSE(QUERY 'SELECT ''x'', ''theirs'' ')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)"
    )
    report = migrate(empty_door)
    assert report.complete
    assert {step.object.removeprefix(f"{processing}.") for step in report.having(Outcome.LEFT_ALONE)} == {
        "view_ip_recurrence",
        "dict_bot_ja4",
        "ref_bot_ja4",
    }
    name = f"{processing}.dict_bot_ja4"
    assert cell(empty_door, "SELECT dictGet({name:String}, 'bot_name', 'x')", name=name) == "theirs"
    lacking = {missing.name.removeprefix(f"{processing}.") for missing in missing_objects(empty_door)}
    assert {"soc_feedback.classification", "soc_feedback.comment", "view_ip_recurrence.recurrence"} <= lacking
    assert "soc_feedback.analyst" not in lacking, "our own column is added"
    assert "ref_bot_ja4" not in lacking


def test_a_table_of_ours_gets_the_columns_it_lacks(door: Door) -> None:
    for column in ("analyst", "comment"):
        door.command(f"ALTER TABLE {{processing:Identifier}}.soc_feedback DROP COLUMN {column}", door.names())
    name = f"{door.settings.processing_db}.soc_feedback"
    assert missing_objects(door) == [
        Missing("column", f"{name}.comment", "024_soc_feedback"),
        Missing("column", f"{name}.analyst", "024_soc_feedback"),
    ]
    assert done(door) == ["024_soc_feedback", "024_soc_feedback"]
    assert missing_objects(door) == []


def test_retention_is_applied_when_asked_for_and_old_captures_stay_otherwise(door: Door) -> None:
    send(door, [{"ago": 86_400 * 2000}, {"ago": 0}])
    door.command("OPTIMIZE TABLE {logs:Identifier}.http_logs FINAL", door.names())
    assert _count(door) == 2
    kept = with_settings(door, retention_days=30)
    assert done(kept) == ["090_http_logs_retention", "091_ml_all_scores_retention", *(f"rollup {name}" for name in ROLLUPS)]
    assert done(kept) == []
    door.command("OPTIMIZE TABLE {logs:Identifier}.http_logs FINAL", door.names())
    assert _count(door) == 1
    assert done(door) == [], "0 says nothing about a retention that somebody set"


# --- reference lists and dictionaries ---------------------------------------------------------------------------------


def ship(monkeypatch: pytest.MonkeyPatch, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Ship another version of a list."""
    lists = []
    for shipped in LISTS:
        copy = replace(shipped)
        if shipped.table == table:
            copy.__dict__["rows"] = change(shipped.rows)
        lists.append(copy)
    monkeypatch.setattr(import_module("ja4dash.schema.migrate"), "LISTS", tuple(lists))


def listed(table: str) -> ReferenceList:
    return next(shipped for shipped in LISTS if shipped.table == table)


def test_a_newer_list_replaces_the_shipped_rows_and_reaches_the_dictionary(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"{door.settings.processing_db}.dict_bot_ja4"
    ja4 = listed("ref_bot_ja4").rows["ja4"][0].as_py()
    asked = "SELECT dictGet({name:String}, 'bot_name', {ja4:String})"
    assert cell(door, asked, name=name, ja4=ja4) == "Python"
    ship(monkeypatch, "ref_bot_ja4", lambda _: pa.table({"ja4": [ja4], "bot_name": ["Renamed"], "source": ["new"]}))
    assert done(door) == ["list bot_ja4.csv"]
    assert cell(door, "SELECT count() FROM {processing:Identifier}.ref_bot_ja4") == 1
    assert cell(door, asked, name=name, ja4=ja4) == "Renamed"
    assert done(door) == []


def test_a_list_that_somebody_changed_is_left_alone(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.command("INSERT INTO {processing:Identifier}.ref_bot_ip VALUES ('192.0.2.0/24', 'ours')", door.names())
    ship(monkeypatch, "ref_bot_ip", lambda rows: rows.slice(0, 5))
    report = migrate(door)
    assert [(step.migration, step.note) for step in report.having(Outcome.LEFT_ALONE)] == [
        ("list bot_ip.csv", "its rows were changed here")
    ]
    assert cell(door, "SELECT count() FROM {processing:Identifier}.ref_bot_ip") == listed("ref_bot_ip").rows.num_rows + 1


def test_signatures_of_analysts_stay_and_withdrawn_ones_do_not_come_back(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    signatures = listed("browser_h2_signatures").rows
    first = signatures["h2_fingerprint"][0].as_py()
    own = {"h2_fingerprint": ["1:1|1|0|m"], "browser_family": ["Other"], "confidence": [1.0], "notes": ["ours"]}
    door.insert(door.settings.processing_db, "browser_h2_signatures", pa.table(own))
    withdraw = "DELETE FROM {processing:Identifier}.browser_h2_signatures WHERE h2_fingerprint = {f:String}"
    door.command(withdraw, door.names() | {"f": first})
    assert done(door) == []
    new = pa.table(own | {"h2_fingerprint": ["2:2|2|0|m"], "confidence": pa.array([1], pa.float32())})
    ship(monkeypatch, "browser_h2_signatures", lambda rows: pa.concat_tables([rows, new]))
    assert done(door) == ["list browser_h2_signatures.csv"]
    known = set(door.query("SELECT h2_fingerprint AS f FROM {processing:Identifier}.browser_h2_signatures", door.names())["f"])
    assert known == set(signatures["h2_fingerprint"].to_pylist()) - {first} | {"1:1|1|0|m", "2:2|2|0|m"}


@pytest.mark.parametrize("six", ["six", ""], ids=["mixed list", "IPv4 only"])
def test_prefixes_match_ipv4_ipv6_and_ipv4_mapped_addresses(door: Door, six: str) -> None:
    door.command("TRUNCATE TABLE {processing:Identifier}.ref_bot_ip", door.names())
    prefixes = ["198.51.100.0/24", "198.51.100.128/25", "198.51.100.0/24", "2001:db8::/32"][: None if six else 3]
    bots = ["wide", "narrow", "zzz", "six"][: None if six else 3]
    door.insert(door.settings.processing_db, "ref_bot_ip", pa.table({"prefix": prefixes, "bot_name": bots}))
    name = f"{door.settings.processing_db}.dict_bot_ip"
    door.command(f"SYSTEM RELOAD DICTIONARY {name}")
    asked = "SELECT dictGet({name:String}, 'bot_name', tuple(toIPv6({ip:String})))"
    addresses = ("198.51.100.9", "::ffff:198.51.100.200", "::ffff:c633:6409", "2001:db8::9", "198.51.101.1", "::1")
    assert [cell(door, asked, name=name, ip=ip) for ip in addresses] == ["wide", "narrow", "wide", six, "", ""]


def test_of_two_families_the_more_confident_one_counts_always(door: Door) -> None:
    """Trap 6: Edge shares Chrome's fingerprint; of equals the alphabetically first wins, in whatever order they came."""
    rows = [("9:9", "Safari", 0.5), ("9:9", "Firefox", 0.5), ("9:9", "Chrome", 0.4), ("8:8", "Safari", 0.9), ("8:8", "Edge", 0.2)]
    for fingerprint, family, confidence in rows:
        row = {"h2_fingerprint": [fingerprint], "browser_family": [family], "confidence": [confidence], "notes": [""]}
        door.insert(door.settings.processing_db, "browser_h2_signatures", pa.table(row))
    name = f"{door.settings.processing_db}.dict_browser_h2"
    door.command(f"SYSTEM RELOAD DICTIONARY {name}")
    asked = "SELECT dictGet({name:String}, 'browser_family', {f:String})"
    shared = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
    families = [cell(door, asked, name=name, f=fingerprint) for fingerprint in (shared, "9:9", "8:8")]
    assert families == ["Chrome", "Firefox", "Safari"]


def test_a_dictionary_that_cannot_load_is_made_anew(door: Door) -> None:
    """As after a changed password: its definition looks the same, but it no longer loads."""
    comment = cell(door, "SELECT comment FROM system.tables WHERE database = {processing:String} AND name = 'dict_bot_ja4'")
    name = f"{door.settings.processing_db}.dict_bot_ja4"
    door.command(
        f"CREATE OR REPLACE DICTIONARY {name} (ja4 String, bot_name String) PRIMARY KEY ja4"
        " SOURCE(CLICKHOUSE(USER 'nobody' PASSWORD 'wrong' QUERY 'SELECT 1, 2')) LAYOUT(COMPLEX_KEY_HASHED())"
        f" LIFETIME(0) COMMENT '{comment}'"
    )
    with pytest.raises(QueryError):
        door.command(f"SYSTEM RELOAD DICTIONARY {name}")
    assert done(door) == ["051_dict_bot_ja4"]
    ja4 = "t13i181000_85036bcba153_d41ae481755e"
    assert cell(door, "SELECT dictGet({name:String}, 'bot_name', {ja4:String})", name=name, ja4=ja4) == "Python"
