-- Scores by model and threat level, worst level first.
SELECT model_name, threat_level, count() AS sessions, uniqExact(src_ip) AS sources
FROM {processing:Identifier}.ml_all_scores
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
GROUP BY model_name, threat_level
ORDER BY model_name, transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level
LIMIT 1000
