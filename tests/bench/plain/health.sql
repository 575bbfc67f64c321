SELECT * FROM {processing:Identifier}.ml_performance_metrics WHERE cycle_at >= {since:DateTime('UTC')} AND cycle_at < {until:DateTime('UTC')} ORDER BY cycle_at DESC LIMIT 500
;
SELECT * FROM {processing:Identifier}.ml_performance_metrics WHERE cycle_at >= {since:DateTime('UTC')} AND cycle_at < {until:DateTime('UTC')} ORDER BY cycle_at DESC LIMIT 1 BY model_name
;
SELECT avg(anomaly_rate), avg(cycle_latency_ms), sum(drift_alert), max(cycle_at) FROM {processing:Identifier}.ml_performance_metrics WHERE cycle_at >= {since:DateTime('UTC')} AND cycle_at < {until:DateTime('UTC')}
