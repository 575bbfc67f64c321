-- Detections: the sessions of a cycle that stand out, with campaign, recurrence and the reason in words.
-- Order: as the scores; alerts, listings, timelines and campaigns ask for a window, the IP page for one address in 30 days.
-- Primary key: without the time, as http_logs.
-- Partition: a month. Skip indexes: campaign detail reads one campaign of up to 90 days, the JA4 page one JA4 of 7.
-- TTL: none, detections are few and are the record of what happened.
-- cluster: sharded by cityHash64(src_ip): beside the client's requests and scores
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ml_detected_anomalies
(
    detected_at DateTime,
    src_ip IPv6,
    ja4 LowCardinality(String),
    host LowCardinality(String),
    model_name LowCardinality(String),
    anomaly_score Float32,
    raw_anomaly_score Float32,
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
    recurrence UInt32,
    port_exhaustion_ratio Float32,
    orphan_ratio Float32,
    campaign_id Int32 DEFAULT -1,
    reason String,
    INDEX by_ja4 ja4 TYPE bloom_filter(0.01) GRANULARITY 2,
    INDEX by_campaign campaign_id TYPE set(1000) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(detected_at)
PRIMARY KEY (toStartOfHour(detected_at), src_ip)
ORDER BY (toStartOfHour(detected_at), src_ip, detected_at)
SETTINGS non_replicated_deduplication_window = 100
