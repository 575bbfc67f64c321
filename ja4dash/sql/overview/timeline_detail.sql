-- Detections per hour (UTC) and threat level, zero for every level in every hour that has none.
SELECT hour, threat_level, sum(found) AS detections
FROM
(
    SELECT toStartOfHour(detected_at, 'UTC') AS hour, threat_level, count() AS found
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
    GROUP BY hour, threat_level
    UNION ALL
    SELECT toStartOfHour({since:DateTime('UTC')}, 'UTC') AS hour, arrayJoin({levels:Array(String)}) AS threat_level, 0 AS found
)
GROUP BY hour, threat_level
ORDER BY
    transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    threat_level,
    hour WITH FILL FROM toStartOfHour({since:DateTime('UTC')}, 'UTC') TO {until:DateTime('UTC')} STEP toIntervalHour(1)
