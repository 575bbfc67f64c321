-- Requests by hour (UTC) and what most filters ask for: some hundred rows an hour, whatever the traffic. `status_class`
-- is 400 for 404.
-- Order: read by window. TTL: `retention_days`. A repeated insert is dropped here as it is there.
CREATE TABLE IF NOT EXISTS {processing:Identifier}.rollup_requests
(
    hour DateTime('UTC'),
    method LowCardinality(String),
    http_version LowCardinality(String),
    status_class UInt16,
    src_country_code LowCardinality(String),
    requests UInt64
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, method, http_version, status_class, src_country_code)
SETTINGS non_replicated_deduplication_window = 10000
