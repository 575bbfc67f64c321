-- When the newest request, score and detection since an instant happened (1970 = none since), how many rows there are, and
-- the clock and version of the engine that says so.
SELECT
    now64(3, 'UTC') AS now,
    version() AS version,
    (
        SELECT max(time) FROM {logs:Identifier}.http_logs
        WHERE time >= {requests_since:DateTime('UTC')}
    ) AS newest_request,
    (
        SELECT max(detected_at) FROM {processing:Identifier}.ml_all_scores
        WHERE detected_at >= {scores_since:DateTime('UTC')}
    ) AS newest_score,
    (
        SELECT max(detected_at) FROM {processing:Identifier}.ml_detected_anomalies
        WHERE detected_at >= {detections_since:DateTime('UTC')}
    ) AS newest_detection,
    (SELECT max(total_rows) FROM system.tables WHERE database = {logs:String} AND name = 'http_logs') AS requests,
    (SELECT max(total_rows) FROM system.tables WHERE database = {processing:String} AND name = 'ml_all_scores') AS scores,
    (SELECT max(total_rows) FROM system.tables WHERE database = {processing:String} AND name = 'ml_detected_anomalies')
        AS detections
LIMIT 1
