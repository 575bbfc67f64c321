-- Distinct addresses of each JA4 by hour (UTC), as sketches that can be merged: at most 12 kB each, standard error 0.8 %, and exact
-- as long as they are some hundred. Order: read by window. TTL: `retention_days`.
CREATE TABLE IF NOT EXISTS {processing:Identifier}.rollup_sources
(
    hour DateTime('UTC'),
    ja4 LowCardinality(String),
    requests SimpleAggregateFunction(sum, UInt64),
    sources AggregateFunction(uniqCombined64(14), IPv6)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, ja4)
SETTINGS non_replicated_deduplication_window = 10000
