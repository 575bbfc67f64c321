-- Scored sessions by model and by browser family, from one read; an empty family is a client of no known browser.
SELECT
    if(grouping(model_name) = 0, 'model', 'family') AS part,
    if(part = 'model', toString(model_name), toString(browser_family)) AS value,
    count() AS sessions,
    min(detected_at) AS first_scored,
    max(detected_at) AS last_scored
FROM {processing:Identifier}.ml_all_scores
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
GROUP BY GROUPING SETS ((model_name), (browser_family))
ORDER BY part, sessions DESC, value
LIMIT 100 BY part
