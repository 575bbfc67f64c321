-- Scored sessions and detections of a JA4 by threat level, worst level first.
SELECT threat_level, countIf(detected) AS detections, countIf(NOT detected) AS sessions, uniqExact(src_ip) AS sources
FROM
(
    SELECT threat_level, src_ip, 0 AS detected
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND ja4 = {ja4:String} /*filters:scores*/
    UNION ALL
    SELECT threat_level, src_ip, 1 AS detected
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND ja4 = {ja4:String} /*filters:detections*/
)
GROUP BY threat_level
ORDER BY transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level
