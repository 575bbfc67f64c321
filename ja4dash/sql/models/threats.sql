-- Scores by model and threat level, worst level first.
SELECT model_name, threat_level, sum(counted.sessions) AS sessions, uniqExactMerge(counted.sources) AS sources
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
GROUP BY model_name, threat_level
ORDER BY model_name, transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level
LIMIT 1000
