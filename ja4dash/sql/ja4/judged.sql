-- Scored sessions and detections of a JA4 from one read: by threat level, and over time (UTC) in steps of so many hours.
SELECT
    if(grouping(threat_level) = 0, 'level', 'hour') AS part,
    threat_level,
    toStartOfInterval(detected_at, toIntervalHour({hours:UInt16}), 'UTC') AS hour,
    countIf(detected) AS detections,
    countIf(NOT detected) AS sessions,
    uniqCombined64(14)(src_ip) AS sources
FROM
(
    SELECT detected_at, threat_level, src_ip, 0 AS detected
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND ja4 = {ja4:String} /*filters:scores*/
    UNION ALL
    SELECT detected_at, threat_level, src_ip, 1 AS detected
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND ja4 = {ja4:String} /*filters:detections*/
)
GROUP BY GROUPING SETS ((threat_level), (hour))
