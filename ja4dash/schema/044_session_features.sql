-- What our detector saw of each session it scored, by name: its features as they were then, and how strongly each signal
-- spoke (`signal_…`, 0 to 1). What is unknown is left out, a signal that did not speak too. It learns from the sessions of
-- addresses that analysts decided about, and they are exported with the verdict.
-- threat_level: what the detector says by itself, whatever was decided about the address: compared with the verdict.
-- Order: as ml_all_scores, whose rows these belong to: read by address over 30 days, replaced by window.
-- Partition: a month. TTL: 30 days, further back nothing is learned.
-- cluster: sharded by cityHash64(src_ip): as ml_all_scores
CREATE TABLE IF NOT EXISTS {processing:Identifier}.session_features
(
    detected_at DateTime,
    src_ip IPv6,
    ja4 LowCardinality(String),
    host LowCardinality(String),
    model_name LowCardinality(String),
    threat_level LowCardinality(String),
    seen Map(LowCardinality(String), Float32)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(detected_at)
ORDER BY (toStartOfHour(detected_at), src_ip, detected_at)
TTL detected_at + toIntervalDay(30)
SETTINGS non_replicated_deduplication_window = 100
