-- Scored sessions over time (UTC) by threat level, in steps of so many hours.
-- Whole hours are asked for by the hour alone: the engine answers them from the projection `by_level`, where it is.
SELECT toStartOfInterval(begun, toIntervalHour({hours:UInt16}), 'UTC') AS hour, threat_level, sum(found) AS sessions
FROM
(
    SELECT toStartOfHour(detected_at, 'UTC') AS begun, threat_level, count() AS found
    FROM {processing:Identifier}.ml_all_scores
    WHERE toStartOfHour(detected_at, 'UTC') >= {first_hour:DateTime('UTC')}
      AND toStartOfHour(detected_at, 'UTC') < {last_hour:DateTime('UTC')} /*filters:scores*/
    GROUP BY begun, threat_level
    UNION ALL
    SELECT toStartOfHour(detected_at, 'UTC') AS begun, threat_level, count() AS found
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND (detected_at < {first_hour:DateTime('UTC')} OR detected_at >= {last_hour:DateTime('UTC')}) /*filters:scores*/
    GROUP BY begun, threat_level
)
GROUP BY hour, threat_level
