-- The latest cycle of each model up to the window's end, however long ago, and how old it is.
SELECT
    model_name,
    cycle_at,
    dateDiff('second', cycle_at, {now:DateTime('UTC')}) AS age_seconds,
    total_sessions,
    critical_count,
    high_count,
    features_valid,
    features_total,
    baseline_size,
    correlated_rate,
    anomaly_rate,
    drift_rate,
    drift_alert,
    meta_learner_active,
    cycle_latency_ms
FROM {processing:Identifier}.ml_performance_metrics
WHERE cycle_at < {until:DateTime('UTC')}
ORDER BY cycle_at DESC, model_name
LIMIT 1 BY model_name
LIMIT 100
