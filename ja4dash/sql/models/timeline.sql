-- Scores over time (UTC) by model, a row every so many hours: how many, their mean, and those at HIGH or worse; none is zero.
SELECT hour, model_name, sessions, score / measured AS mean_score, severe
FROM
(
    SELECT
        toStartOfInterval(detected_at, toIntervalHour({hours:UInt16}), 'UTC') AS hour,
        model_name,
        count() AS sessions,
        sumIf(toFloat64(anomaly_score), isFinite(anomaly_score)) AS score,
        countIf(isFinite(anomaly_score)) AS measured,
        countIf(threat_level IN ('CRITICAL', 'HIGH')) AS severe
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
    GROUP BY hour, model_name
    ORDER BY
        model_name,
        hour WITH FILL
            FROM toStartOfInterval({since:DateTime('UTC')}, toIntervalHour({hours:UInt16}), 'UTC')
            TO {until:DateTime('UTC')} STEP toIntervalHour({hours:UInt16})
)
ORDER BY model_name, hour
LIMIT 20000
