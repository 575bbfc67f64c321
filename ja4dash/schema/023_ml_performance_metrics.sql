-- Scoring cycles: one row a cycle and model, for the health page.
-- Order: the last 500 cycles of a window of time, and the latest of each model: a few rows an hour, so time first.
-- TTL: none, few rows.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ml_performance_metrics
(
    cycle_at DateTime,
    model_name LowCardinality(String),
    total_sessions UInt32,
    critical_count UInt32,
    high_count UInt32,
    features_valid UInt32,
    features_total UInt32,
    baseline_size UInt32,
    correlated_rate Float32,
    anomaly_rate Float32,
    drift_rate Float32,
    drift_alert UInt8,
    meta_learner_active UInt8,
    cycle_latency_ms UInt32
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(cycle_at)
ORDER BY (cycle_at, model_name)
