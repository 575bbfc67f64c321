-- What was scored in the window, from one read: by model, and by model and threat level.
-- Whole hours are asked for by the hour alone: the engine answers them from the projection `by_level`, where it is.
SELECT
    if(grouping(threat_level) = 0, 'level', 'model') AS part,
    model_name,
    threat_level,
    sum(found) AS sessions,
    uniqCombined64Merge(14)(addresses) AS sources,
    min(earliest) AS first_scored,
    max(latest) AS last_scored
FROM
(
    SELECT
        model_name,
        threat_level,
        count() AS found,
        uniqCombined64State(14)(src_ip) AS addresses,
        min(detected_at) AS earliest,
        max(detected_at) AS latest
    FROM {processing:Identifier}.ml_all_scores
    WHERE toStartOfHour(detected_at, 'UTC') >= {first_hour:DateTime('UTC')}
      AND toStartOfHour(detected_at, 'UTC') < {last_hour:DateTime('UTC')} /*filters:scores*/
    GROUP BY model_name, threat_level
    UNION ALL
    SELECT
        model_name,
        threat_level,
        count() AS found,
        uniqCombined64State(14)(src_ip) AS addresses,
        min(detected_at) AS earliest,
        max(detected_at) AS latest
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND (detected_at < {first_hour:DateTime('UTC')} OR detected_at >= {last_hour:DateTime('UTC')}) /*filters:scores*/
    GROUP BY model_name, threat_level
)
GROUP BY GROUPING SETS ((model_name), (model_name, threat_level))
ORDER BY part, sessions DESC, model_name, threat_level
LIMIT 1000
