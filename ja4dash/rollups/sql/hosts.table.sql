-- Requests by hour (UTC) and host: as many rows an hour as there are host names asked for.
-- Order: read by window. TTL: `retention_days`. A repeated insert is dropped here as it is there.
CREATE TABLE IF NOT EXISTS {processing:Identifier}.rollup_hosts
(
    hour DateTime('UTC'),
    host String,
    requests UInt64
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, host)
SETTINGS non_replicated_deduplication_window = 10000
