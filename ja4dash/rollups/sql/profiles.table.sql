-- Requests by hour (UTC) and all that a client sends beside address and path: what Discovery folds and First seen looks back at.
-- Order: read by window, the rest makes equal rows one. Primary key: short, so that it stays in memory. TTL: `retention_days`.
CREATE TABLE IF NOT EXISTS {processing:Identifier}.rollup_profiles
(
    hour DateTime('UTC'),
    ja4 LowCardinality(String),
    header_user_agent LowCardinality(String),
    h2_fingerprint LowCardinality(String),
    h2_settings_fp LowCardinality(String),
    h2_window_update UInt32,
    h2_pseudo_order LowCardinality(String),
    tls_version LowCardinality(String),
    tls_alpn LowCardinality(String),
    header_sec_ch_ua LowCardinality(String),
    header_sec_ch_ua_platform LowCardinality(String),
    header_sec_ch_ua_mobile LowCardinality(String),
    header_accept_encoding LowCardinality(String),
    sec_fetch UInt8,
    accept_language UInt8,
    x_forwarded_for UInt8,
    requests SimpleAggregateFunction(sum, UInt64),
    first SimpleAggregateFunction(min, DateTime('UTC'))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
PRIMARY KEY (hour, ja4)
ORDER BY
(
    hour, ja4, header_user_agent, h2_fingerprint, h2_settings_fp, h2_window_update, h2_pseudo_order, tls_version, tls_alpn,
    header_sec_ch_ua, header_sec_ch_ua_platform, header_sec_ch_ua_mobile, header_accept_encoding, sec_fetch, accept_language,
    x_forwarded_for
)
SETTINGS non_replicated_deduplication_window = 10000
