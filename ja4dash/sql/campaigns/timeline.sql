-- Detections and sources of one campaign over time (UTC), a row every so many hours, empty ones as zero.
SELECT
    toStartOfInterval(detected_at, toIntervalHour({hours:UInt16}), 'UTC') AS hour,
    count() AS detections,
    uniqExact(src_ip) AS sources,
    countIf(threat_level IN ('CRITICAL', 'HIGH')) AS severe
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND campaign_id = {campaign:Int32} /*filters:detections*/
GROUP BY hour
ORDER BY hour WITH FILL
    FROM toStartOfInterval({since:DateTime('UTC')}, toIntervalHour({hours:UInt16}), 'UTC')
    TO {until:DateTime('UTC')} STEP toIntervalHour({hours:UInt16})
