-- Scored sessions and detections of a JA4 over time (UTC), a row every so many hours, empty ones as zero.
SELECT
    toStartOfInterval(detected_at, toIntervalHour({hours:UInt16}), 'UTC') AS hour,
    countIf(NOT detected) AS sessions,
    countIf(detected) AS detections,
    uniqExact(src_ip) AS sources
FROM
(
    SELECT detected_at, src_ip, 0 AS detected
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND ja4 = {ja4:String} /*filters:scores*/
    UNION ALL
    SELECT detected_at, src_ip, 1 AS detected
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND ja4 = {ja4:String} /*filters:detections*/
)
GROUP BY hour
ORDER BY hour WITH FILL
    FROM toStartOfInterval({since:DateTime('UTC')}, toIntervalHour({hours:UInt16}), 'UTC')
    TO {until:DateTime('UTC')} STEP toIntervalHour({hours:UInt16})
