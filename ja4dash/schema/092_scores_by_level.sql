-- Scores by hour, model and level: what Scores and Models count over days is a few rows an hour, kept with each part of the table, so
-- that it is right whatever is inserted, deleted or written again. Addresses are sketches, standard error 0.8 %.
-- cluster: sharded by cityHash64(src_ip): as 020_ml_all_scores
ALTER TABLE {processing:Identifier}.ml_all_scores
    ADD PROJECTION IF NOT EXISTS by_level
    (
        SELECT
            toStartOfHour(detected_at, 'UTC'),
            model_name,
            threat_level,
            count(),
            sumIf(toFloat64(anomaly_score), isFinite(anomaly_score)),
            countIf(isFinite(anomaly_score)),
            uniqCombined64State(14)(src_ip),
            min(detected_at),
            max(detected_at)
        GROUP BY toStartOfHour(detected_at, 'UTC'), model_name, threat_level
    )
