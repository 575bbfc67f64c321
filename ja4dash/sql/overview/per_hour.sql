-- The key figures but requests hour by hour (UTC), empty hours as zero.
SELECT
    hour,
    sum(hour_sessions) AS sessions,
    sum(hour_detections) AS detections,
    sum(hour_sources) AS sources,
    sum(hour_critical) AS critical,
    sum(hour_high) AS high,
    sum(hour_browsers) AS browsers
FROM
(
    SELECT
        toStartOfHour(detected_at, 'UTC') AS hour,
        count() AS hour_sessions,
        0 AS hour_detections,
        0 AS hour_sources,
        0 AS hour_critical,
        0 AS hour_high,
        countIf(threat_level = 'LEGITIMATE_BROWSER') AS hour_browsers
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
    GROUP BY hour
    UNION ALL
    SELECT
        toStartOfHour(detected_at, 'UTC') AS hour,
        0,
        count(),
        uniqExact(src_ip),
        countIf(threat_level = 'CRITICAL'),
        countIf(threat_level = 'HIGH'),
        0
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
    GROUP BY hour
)
GROUP BY hour
ORDER BY hour WITH FILL
    FROM toStartOfHour({since:DateTime('UTC')}, 'UTC') TO {until:DateTime('UTC')} STEP toIntervalHour(1)
