-- Scored sessions of the window beside the period before, from one read: by hour, by model and by browser family.
-- Rows of the period before have no hour. An empty family is a client of no known browser.
-- Whole hours are asked for by the hour alone: the engine answers them from the projection `by_family`, where it is.
SELECT
    multiIf(grouping(hour) = 0, 'hour', grouping(model_name) = 0, 'model', 'family') AS part,
    inside,
    hour,
    model_name,
    browser_family,
    sum(found) AS sessions,
    sumIf(found, threat_level = 'LEGITIMATE_BROWSER') AS browsers,
    min(earliest) AS first_scored,
    max(latest) AS last_scored
FROM
(
    SELECT
        toStartOfHour(detected_at, 'UTC') >= {since:DateTime('UTC')} AS inside,
        if(inside, toStartOfHour(detected_at, 'UTC'), toDateTime(0, 'UTC')) AS hour,
        model_name,
        threat_level,
        browser_family,
        count() AS found,
        min(detected_at) AS earliest,
        max(detected_at) AS latest
    FROM {processing:Identifier}.ml_all_scores
    WHERE toStartOfHour(detected_at, 'UTC') >= {before_hour:DateTime('UTC')}
      AND toStartOfHour(detected_at, 'UTC') < {last_hour:DateTime('UTC')}
      AND NOT (
          toStartOfHour(detected_at, 'UTC') >= {since_hour:DateTime('UTC')}
          AND toStartOfHour(detected_at, 'UTC') < {first_hour:DateTime('UTC')}
      ) /*filters:scores*/
    GROUP BY inside, hour, model_name, threat_level, browser_family
    UNION ALL
    SELECT
        detected_at >= {since:DateTime('UTC')} AS inside,
        if(inside, toStartOfHour(detected_at, 'UTC'), toDateTime(0, 'UTC')) AS hour,
        model_name,
        threat_level,
        browser_family,
        count() AS found,
        min(detected_at) AS earliest,
        max(detected_at) AS latest
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND (
          detected_at < {before_hour:DateTime('UTC')}
          OR detected_at >= {since_hour:DateTime('UTC')} AND detected_at < {first_hour:DateTime('UTC')}
          OR detected_at >= {last_hour:DateTime('UTC')}
      ) /*filters:scores*/
    GROUP BY inside, hour, model_name, threat_level, browser_family
)
GROUP BY GROUPING SETS ((inside, hour), (inside, model_name), (inside, browser_family))
ORDER BY part, sessions DESC, model_name, browser_family
