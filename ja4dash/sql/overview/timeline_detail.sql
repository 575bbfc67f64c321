-- Detections by hour (UTC) and threat level.
SELECT toStartOfHour(detected_at, 'UTC') AS hour, threat_level, count() AS detections
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
GROUP BY hour, threat_level
