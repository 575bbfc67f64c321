-- Cycles of the detector in the window, newest first unless ordered, one page.
SELECT
    cycle_at,
    model_name,
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
WHERE cycle_at >= {since:DateTime('UTC')} AND cycle_at < {until:DateTime('UTC')}
ORDER BY /*order*/ cycle_at DESC, model_name
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
