-- What each model scored in the window, first and last.
SELECT
    model_name,
    sum(counted.sessions) AS sessions,
    uniqExactMerge(counted.sources) AS sources,
    min(counted.first) AS first_scored,
    max(counted.last) AS last_scored
FROM /*rollup:scores*/
(
    SELECT
        model_name,
        threat_level,
        browser_family,
        count() AS sessions,
        min(detected_at) AS first,
        max(detected_at) AS last,
        uniqExactState(toIPv6(src_ip)) AS sources
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
    GROUP BY model_name, threat_level, browser_family
) /*end*/ AS counted
GROUP BY model_name
ORDER BY sessions DESC, model_name
LIMIT 100
