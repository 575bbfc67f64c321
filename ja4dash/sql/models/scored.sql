-- What each model scored in the window, first and last.
SELECT
    model_name,
    count() AS sessions,
    uniqExact(src_ip) AS sources,
    min(detected_at) AS first_scored,
    max(detected_at) AS last_scored
FROM {processing:Identifier}.ml_all_scores
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
GROUP BY model_name
ORDER BY sessions DESC, model_name
LIMIT 100
