-- Scores: one row a session and model in each scoring cycle, whatever its level.
-- Order: listings and timelines ask for a window of `detected_at` (3 days by default), the IP page for one address in it.
--   Rows of a cycle share their hour, so the address right after it stays selective.
-- Primary key: without the time, as http_logs.
-- Partition: a month, as http_logs. Skip index: the JA4 page reads one JA4 over 3 days.
-- TTL: none here; the setting `retention_days` adds one (see 091_ml_all_scores_retention).
-- cluster: sharded by cityHash64(src_ip): beside the client's requests
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ml_all_scores
(
    detected_at DateTime,
    window_start DateTime,
    src_ip IPv6,
    ja4 LowCardinality(String),
    host LowCardinality(String),
    model_name LowCardinality(String),
    anomaly_score Float32,
    raw_anomaly_score Float32,
    ae_recon_error Float32,
    xgb_prob Float32,
    threat_level LowCardinality(String),
    hits UInt64,
    hit_velocity Float32,
    fuzzing_index Float32,
    post_ratio Float32,
    asn_number UInt32,
    asn_org LowCardinality(String),
    country_code LowCardinality(String),
    bot_name LowCardinality(String),
    browser_family LowCardinality(String),
    INDEX by_ja4 ja4 TYPE bloom_filter(0.01) GRANULARITY 2
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(detected_at)
PRIMARY KEY (toStartOfHour(detected_at), src_ip)
ORDER BY (toStartOfHour(detected_at), src_ip, detected_at)
SETTINGS non_replicated_deduplication_window = 100
