-- Key figures of the window, each beside the same figure of the period before.
SELECT
    requests,
    requests_before,
    sessions,
    sessions_before,
    detections,
    detections_before,
    sources,
    sources_before,
    critical,
    critical_before,
    high,
    high_before,
    browsers,
    browsers_before
FROM
(
    SELECT sumIf(found, inside) AS requests, sumIf(found, NOT inside) AS requests_before
    FROM /*rollup:compared*/
    (
        SELECT time >= {since:DateTime('UTC')} AS inside, count() AS found
        FROM {logs:Identifier}.http_logs
        WHERE time >= {before:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
        GROUP BY inside
    ) /*end*/
) AS requested
CROSS JOIN
(
    SELECT
        countIf(detected_at >= {since:DateTime('UTC')}) AS sessions,
        countIf(detected_at < {since:DateTime('UTC')}) AS sessions_before,
        countIf(detected_at >= {since:DateTime('UTC')} AND threat_level = 'LEGITIMATE_BROWSER') AS browsers,
        countIf(detected_at < {since:DateTime('UTC')} AND threat_level = 'LEGITIMATE_BROWSER') AS browsers_before
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
) AS scored
CROSS JOIN
(
    SELECT
        countIf(detected_at >= {since:DateTime('UTC')}) AS detections,
        countIf(detected_at < {since:DateTime('UTC')}) AS detections_before,
        uniqExactIf(src_ip, detected_at >= {since:DateTime('UTC')}) AS sources,
        uniqExactIf(src_ip, detected_at < {since:DateTime('UTC')}) AS sources_before,
        countIf(detected_at >= {since:DateTime('UTC')} AND threat_level = 'CRITICAL') AS critical,
        countIf(detected_at < {since:DateTime('UTC')} AND threat_level = 'CRITICAL') AS critical_before,
        countIf(detected_at >= {since:DateTime('UTC')} AND threat_level = 'HIGH') AS high,
        countIf(detected_at < {since:DateTime('UTC')} AND threat_level = 'HIGH') AS high_before
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
) AS detected
