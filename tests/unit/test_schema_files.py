"""The schema files: they say why, keep to the contract, and are rendered for each kind of deployment."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

import pytest

from ja4dash.schema.definition import Definition, definitions
from ja4dash.schema.inventory import Inventory, Present
from ja4dash.schema.migrate import schema_steps
from ja4dash.schema.render import rendered
from ja4dash.schema.shipped import LISTS
from ja4dash.schema.step import Outcome
from ja4dash.settings import Settings, load
from ja4dash.statement import OPTIONAL_COLUMNS

DEFINITIONS: Final = {one.name: one for one in definitions()}
CONTRACT: Final = {
    "http_logs": "time log_date src_ip src_port method host path query http_version status header_user_agent header_referer"
    " header_accept header_accept_language header_accept_encoding header_x_forwarded_for header_sec_ch_ua"
    " header_sec_ch_ua_platform header_sec_ch_ua_mobile header_sec_fetch_mode header_sec_fetch_site header_sec_fetch_dest ja4"
    " tls_version tls_alpn tls_sni h2_fingerprint h2_settings_fp h2_window_update h2_pseudo_order src_asn src_as_name"
    " src_country_code",
    "ml_all_scores": "detected_at window_start src_ip ja4 host model_name anomaly_score raw_anomaly_score ae_recon_error xgb_prob"
    " threat_level hits hit_velocity fuzzing_index post_ratio asn_number asn_org country_code bot_name browser_family",
    "ml_detected_anomalies": "detected_at src_ip ja4 host model_name anomaly_score raw_anomaly_score threat_level hits"
    " hit_velocity fuzzing_index post_ratio asn_number asn_org country_code bot_name browser_family recurrence"
    " port_exhaustion_ratio orphan_ratio campaign_id reason",
    "fleet_detections": "detected_at community_id fleet_score n_ips ja4_set asn_set ip_sample",
    "ml_performance_metrics": "cycle_at model_name total_sessions critical_count high_count features_valid features_total"
    " baseline_size correlated_rate anomaly_rate drift_rate drift_alert meta_learner_active cycle_latency_ms",
    "soc_feedback": "created_at src_ip classification comment analyst batch undoes restores expires_at ordered_at",
    "browser_h2_signatures": "h2_fingerprint browser_family confidence notes",
    "anubis_ip_rules": "prefix bot_name action category",
    "anubis_asn_rules": "asn bot_name action category",
    "dict_bot_ip": "prefix bot_name",
    "dict_bot_ja4": "ja4 bot_name",
    "dict_browser_ja4": "ja4 browser_family tls_library context",
    "dict_browser_h2": "h2_fingerprint browser_family",
    "dict_asn_reputation": "src_asn label",
    "dict_iplocate_asn": "network asn country_code name",
    "view_ip_recurrence": "src_ip recurrence worst_score worst_threat first_seen last_seen top_ja4 top_host",
    "view_form_bruteforce_detected": "src_ip host post_count distinct_paths first_seen last_seen",
    "view_host_ip_ja4_rotation": "src_ip host distinct_ja4 ja4_list total_hits window_start",
    "view_resource_cascade_1h": "src_ip host page_count avg_sub_delay_ms stddev_sub_delay_ms max_sub_resources window_start",
    "view_dashboard_user_agents": "src_ip ja4 distinct_ua_count ua_samples total_requests window_start",
}
"""What other programs write and read, by name; written down a second time on purpose."""


def settings(**changes: object) -> Settings:
    basis: dict[str, object] = {"engine": "embedded", "logs_db": "ja4_logs", "processing_db": "ja4_processing"}
    return load(**(basis | changes))


def text(name: str) -> str:
    return files("ja4dash").joinpath("schema", f"{name}.sql").read_text("utf-8")


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_file_is_one_statement_under_its_reasons(name: str) -> None:
    head, _, statement = text(name).partition(DEFINITIONS[name].statement)
    assert head.startswith("-- ")
    assert ";" not in re.sub(r"'[^']*'", "''", DEFINITIONS[name].statement)
    assert statement == "\n"
    if DEFINITIONS[name].kind == "table":
        assert "-- Order: " in head
        assert "TTL" in head
        assert re.search(r"^-- cluster: (everywhere|sharded by .+: .+)$", head, re.M)
    if DEFINITIONS[name].kind == "dictionary":
        assert "-- Layout: " in head


def test_objects_keep_to_the_contract() -> None:
    by_object = {one.object: " ".join(one.columns) for one in DEFINITIONS.values() if not one.changes}
    assert {name: by_object[name] for name in CONTRACT} == CONTRACT
    assert set(OPTIONAL_COLUMNS) <= set(CONTRACT["http_logs"].split())


def test_both_views_mean_the_same_by_an_asset() -> None:
    meant = [
        re.sub(r"\s+", " ", found[0].replace("bare_path", "cutQueryString(path)"))
        for name in ("060_view_ai_features_1h", "065_view_resource_cascade_1h")
        if (found := re.search(r"lower\(substringIndex.*?AS is_asset", text(name).replace("cutQueryString(path) AS", ""), re.S))
    ]
    assert len(meant) == 2
    assert meant[0] == meant[1]


def test_every_shipped_list_has_its_table_and_its_columns() -> None:
    tables = {one.object: one for one in DEFINITIONS.values() if one.kind == "table"}
    for shipped in LISTS:
        assert list(tables[shipped.table].columns) == list(shipped.columns), shipped.file
        assert shipped.rows.num_rows > 0
        assert not shipped.dictionary or DEFINITIONS_BY_OBJECT[shipped.dictionary].source == shipped.table


DEFINITIONS_BY_OBJECT: Final[dict[str, Definition]] = {one.object: one for one in DEFINITIONS.values()}


@pytest.mark.parametrize("name", [name for name, one in DEFINITIONS.items() if one.kind == "dictionary"])
def test_a_dictionary_authenticates_and_nobody_reads_the_password(name: str) -> None:
    server = settings(engine="server", user="soc", password="it's \\ secret")
    made = rendered(DEFINITIONS[name], server)
    (statement,), (shown,) = made.statements, made.shown
    assert r"SOURCE(CLICKHOUSE(USER 'soc' PASSWORD 'it\'s \\ secret' " in statement
    assert "SOURCE(CLICKHOUSE(USER 'soc' PASSWORD '[HIDDEN]' " in shown
    assert all("secret" not in sql for step in schema_steps(server, Inventory()) for sql in step.statements)


def test_a_named_collection_keeps_the_password_out_of_the_dictionary() -> None:
    one = DEFINITIONS["051_dict_bot_ja4"]
    (statement,) = rendered(one, settings(engine="server", password="secret", dictionary_collection="local")).statements
    assert "SOURCE(CLICKHOUSE(NAME local QUERY " in statement
    assert "secret" not in statement


@pytest.mark.parametrize("engine", ["embedded", "server"])
def test_without_a_password_a_dictionary_names_no_user(engine: str) -> None:
    (statement,) = rendered(DEFINITIONS["052_dict_browser_ja4"], settings(engine=engine)).statements
    assert "SOURCE(CLICKHOUSE(DB 'ja4_processing' TABLE " in statement


def test_a_changed_password_changes_no_mark() -> None:
    comments = {
        rendered(DEFINITIONS["051_dict_bot_ja4"], settings(engine="server", password=word)).comment for word in ("a", "b")
    }
    assert len(comments) == 1


def test_names_of_the_databases_come_from_the_settings() -> None:
    for step in schema_steps(settings(logs_db="raw", processing_db="done", retention_days=30), Inventory(), "c"):
        assert not re.search(r"\bja4_(logs|processing)\b|\{\w+:", " ".join(step.statements)), step.migration


def test_retention_is_a_step_only_when_it_is_asked_for() -> None:
    def kept(days: int) -> list[str]:
        return [
            sql
            for step in schema_steps(settings(retention_days=days), Inventory())
            if "retention" in step.migration
            for sql in step.statements
        ]

    assert kept(0) == []
    assert [sql.split("MODIFY ")[1] for sql in kept(90)] == [
        "TTL time + toIntervalDay(90)",
        "TTL detected_at + toIntervalDay(90)",
    ]


def test_a_table_on_a_cluster_is_changed_only_with_the_clusters_name() -> None:
    """Alone, the statement would reach the table over the shards and none of the shards."""
    spread = Present("ja4dash 010_http_logs x", "Distributed('soc', 'ja4_logs', 'http_logs_local')", frozenset({"time"}))
    there = Inventory(frozenset({"ja4_logs"}), {("ja4_logs", "http_logs"): spread})

    def steps(cluster: str | None) -> dict[str, Outcome]:
        found = schema_steps(settings(retention_days=9), there, cluster)
        return {step.action: step.outcome for step in found if step.object.startswith("ja4_logs.http_logs")}

    assert steps(None) == {
        "create": Outcome.PRESENT,
        "add a column to": Outcome.LEFT_ALONE,
        "keep 9 days of": Outcome.LEFT_ALONE,
    }
    assert set(steps("soc").values()) == {Outcome.PLANNED}
    columns = [step.statements for step in schema_steps(settings(), there, "soc") if step.object == "ja4_logs.http_logs.path"]
    assert columns == [
        (
            "ALTER TABLE `ja4_logs`.http_logs_local ON CLUSTER `soc` ADD COLUMN IF NOT EXISTS path String",
            "ALTER TABLE `ja4_logs`.http_logs ON CLUSTER `soc` ADD COLUMN IF NOT EXISTS path String",
        )
    ]
