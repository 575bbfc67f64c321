-- Scored sessions of the window beside the period before, how many sources they come from, and what they were found to be.
-- Whole hours are asked for by the hour alone: the engine answers them from the projection `by_level`, where it is.
SELECT
    sumIf(found, inside) AS sessions,
    sumIf(found, NOT inside) AS sessions_before,
    uniqCombined64MergeIf(14)(addresses, inside) AS sources,
    uniqCombined64MergeIf(14)(addresses, NOT inside) AS sources_before,
    sumIf(found, inside AND threat_level IN ('CRITICAL', 'HIGH')) AS severe,
    sumIf(found, NOT inside AND threat_level IN ('CRITICAL', 'HIGH')) AS severe_before,
    sumIf(found, inside AND threat_level = 'KNOWN_BOT') AS known_bots,
    sumIf(found, NOT inside AND threat_level = 'KNOWN_BOT') AS known_bots_before,
    sumIf(found, inside AND threat_level = 'LEGITIMATE_BROWSER') AS browsers,
    sumIf(found, NOT inside AND threat_level = 'LEGITIMATE_BROWSER') AS browsers_before
FROM
(
    SELECT
        toStartOfHour(detected_at, 'UTC') >= {since:DateTime('UTC')} AS inside,
        threat_level,
        count() AS found,
        uniqCombined64State(14)(src_ip) AS addresses
    FROM {processing:Identifier}.ml_all_scores
    WHERE toStartOfHour(detected_at, 'UTC') >= {before_hour:DateTime('UTC')}
      AND toStartOfHour(detected_at, 'UTC') < {last_hour:DateTime('UTC')}
      AND NOT (
          toStartOfHour(detected_at, 'UTC') >= {since_hour:DateTime('UTC')}
          AND toStartOfHour(detected_at, 'UTC') < {first_hour:DateTime('UTC')}
      ) /*filters:scores*/
    GROUP BY inside, threat_level
    UNION ALL
    SELECT
        detected_at >= {since:DateTime('UTC')} AS inside,
        threat_level,
        count() AS found,
        uniqCombined64State(14)(src_ip) AS addresses
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND (
          detected_at < {before_hour:DateTime('UTC')}
          OR detected_at >= {since_hour:DateTime('UTC')} AND detected_at < {first_hour:DateTime('UTC')}
          OR detected_at >= {last_hour:DateTime('UTC')}
      ) /*filters:scores*/
    GROUP BY inside, threat_level
)
