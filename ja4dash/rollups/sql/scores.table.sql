-- Scored sessions by hour (UTC), model, level and family: how many, the sum of the scores that
-- were measured and their number, first and last, and their sources as
-- sketches (standard error 0.8 %). Order: read by window. TTL: that of ml_all_scores.
CREATE TABLE IF NOT EXISTS {processing:Identifier}.rollup_scores
(
    hour DateTime('UTC'),
    model_name LowCardinality(String),
    threat_level LowCardinality(String),
    browser_family LowCardinality(String),
    sessions SimpleAggregateFunction(sum, UInt64),
    score SimpleAggregateFunction(sum, Float64),
    measured SimpleAggregateFunction(sum, UInt64),
    first SimpleAggregateFunction(min, DateTime),
    last SimpleAggregateFunction(max, DateTime),
    sources AggregateFunction(uniqCombined64(14), IPv6)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, model_name, threat_level, browser_family)
SETTINGS non_replicated_deduplication_window = 10000
