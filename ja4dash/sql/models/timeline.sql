-- Scores over time (UTC) by model, in steps of so many hours: how many, the sum of those that are finite, and those at HIGH or worse.
-- Whole hours are asked for by the hour alone: the engine answers them from the projection `by_level`, where it is.
SELECT
    toStartOfInterval(begun, toIntervalHour({hours:UInt16}), 'UTC') AS hour,
    model_name,
    sum(found) AS sessions,
    sum(score) / sum(finite) AS mean_score,
    sumIf(found, threat_level IN ('CRITICAL', 'HIGH')) AS severe
FROM
(
    SELECT
        toStartOfHour(detected_at, 'UTC') AS begun,
        model_name,
        threat_level,
        count() AS found,
        sumIf(toFloat64(anomaly_score), isFinite(anomaly_score)) AS score,
        countIf(isFinite(anomaly_score)) AS finite
    FROM {processing:Identifier}.ml_all_scores
    WHERE toStartOfHour(detected_at, 'UTC') >= {first_hour:DateTime('UTC')}
      AND toStartOfHour(detected_at, 'UTC') < {last_hour:DateTime('UTC')} /*filters:scores*/
    GROUP BY begun, model_name, threat_level
    UNION ALL
    SELECT
        toStartOfHour(detected_at, 'UTC') AS begun,
        model_name,
        threat_level,
        count() AS found,
        sumIf(toFloat64(anomaly_score), isFinite(anomaly_score)) AS score,
        countIf(isFinite(anomaly_score)) AS finite
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND (detected_at < {first_hour:DateTime('UTC')} OR detected_at >= {last_hour:DateTime('UTC')}) /*filters:scores*/
    GROUP BY begun, model_name, threat_level
)
GROUP BY hour, model_name
