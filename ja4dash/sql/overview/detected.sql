-- Detections of the window beside the period before, from one read: by hour, by threat level, and in all.
-- Rows of the period before have no hour. Each part counts its own distinct sources.
SELECT
    multiIf(grouping(hour) = 0, 'hour', grouping(threat_level) = 0, 'level', 'total') AS part,
    detected_at >= {since:DateTime('UTC')} AS inside,
    if(inside, toStartOfHour(detected_at, 'UTC'), toDateTime(0, 'UTC')) AS hour,
    threat_level,
    count() AS detections,
    uniqExact(src_ip) AS sources,
    countIf(threat_level = 'CRITICAL') AS critical,
    countIf(threat_level = 'HIGH') AS high,
    toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
GROUP BY GROUPING SETS ((inside, hour), (inside, threat_level), (inside))
