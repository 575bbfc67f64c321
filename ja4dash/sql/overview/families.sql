-- Scored sessions by browser family; an empty family is a client of no known browser.
SELECT browser_family, count() AS sessions, uniqExact(src_ip) AS sources
FROM {processing:Identifier}.ml_all_scores
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
GROUP BY browser_family
ORDER BY sessions DESC, browser_family
LIMIT 100
