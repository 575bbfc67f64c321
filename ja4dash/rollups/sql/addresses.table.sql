-- Requests by hour (UTC) and address: as many rows an hour as there are addresses, so the more of the traffic is a few busy ones,
-- the more it pays. Order: read by window. TTL: `retention_days`. A repeated insert is dropped here as it is there.
CREATE TABLE IF NOT EXISTS {processing:Identifier}.rollup_addresses
(
    hour DateTime('UTC'),
    address IPv6,
    requests UInt64
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, address)
SETTINGS non_replicated_deduplication_window = 10000
