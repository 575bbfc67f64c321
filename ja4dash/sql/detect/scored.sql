-- Requests that our scores account for, by clock hour, where exactly one cycle is on record: equal to the requests there
-- are where a window is complete.
SELECT cycles.hour AS hour, scores.requests AS requests
FROM
(
    SELECT toStartOfHour(cycle_at, 'UTC') AS hour
    FROM {processing:Identifier}.ml_performance_metrics
    WHERE model_name = {model:String}
      AND cycle_at >= {since:DateTime('UTC')} AND cycle_at < {until:DateTime('UTC')}
    GROUP BY hour
    HAVING count() = 1
) AS cycles
INNER JOIN
(
    SELECT toStartOfHour(detected_at, 'UTC') AS hour, sum(hits) AS requests
    FROM {processing:Identifier}.ml_all_scores
    WHERE model_name = {model:String}
      AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
    GROUP BY hour
) AS scores USING (hour)
ORDER BY hour
