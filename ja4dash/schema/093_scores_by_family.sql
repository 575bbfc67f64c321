-- Scores by hour, model, level and browser family: what Overview counts. As 092_scores_by_level.
-- cluster: sharded by cityHash64(src_ip): as 020_ml_all_scores
ALTER TABLE {processing:Identifier}.ml_all_scores
    ADD PROJECTION IF NOT EXISTS by_family
    (
        SELECT
            toStartOfHour(detected_at, 'UTC'),
            model_name,
            threat_level,
            browser_family,
            count(),
            min(detected_at),
            max(detected_at)
        GROUP BY toStartOfHour(detected_at, 'UTC'), model_name, threat_level, browser_family
    )
