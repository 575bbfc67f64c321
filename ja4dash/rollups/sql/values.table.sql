-- Requests and failures by hour (UTC) and value: of host, JA4, address and User-Agent (as its 64-bit hash, 0 = none sent).
-- Order: read by window. TTL: that of http_logs.
CREATE TABLE IF NOT EXISTS {processing:Identifier}.rollup_values
(
    hour DateTime('UTC'),
    facet LowCardinality(String),
    host LowCardinality(String),
    ja4 LowCardinality(String),
    src_ip IPv6,
    agent UInt64,
    requests UInt64,
    errors UInt64
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(hour)
PRIMARY KEY hour
ORDER BY (hour, facet, host, ja4, src_ip, agent)
SETTINGS non_replicated_deduplication_window = 10000
