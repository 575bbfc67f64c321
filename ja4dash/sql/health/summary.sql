-- The detector's state: means over the cycles of the window, alerts of drift, and the age of the last cycle, however long ago.
SELECT
    countIf(cycle_at >= {since:DateTime('UTC')}) AS cycles,
    uniqExactIf(model_name, cycle_at >= {since:DateTime('UTC')}) AS models,
    sumIf(total_sessions, cycle_at >= {since:DateTime('UTC')}) AS sessions,
    avgIf(anomaly_rate, cycle_at >= {since:DateTime('UTC')} AND isFinite(anomaly_rate)) AS mean_anomaly_rate,
    avgIf(drift_rate, cycle_at >= {since:DateTime('UTC')} AND isFinite(drift_rate)) AS mean_drift_rate,
    avgIf(cycle_latency_ms, cycle_at >= {since:DateTime('UTC')}) AS mean_latency_ms,
    maxIf(cycle_latency_ms, cycle_at >= {since:DateTime('UTC')}) AS longest_ms,
    countIf(cycle_at >= {since:DateTime('UTC')} AND drift_alert > 0) AS drift_alerts,
    max(cycle_at) AS last_cycle,
    if(count() = 0, nan, toFloat64(dateDiff('second', last_cycle, {now:DateTime('UTC')}))) AS age_seconds
FROM {processing:Identifier}.ml_performance_metrics
WHERE cycle_at < {until:DateTime('UTC')}
