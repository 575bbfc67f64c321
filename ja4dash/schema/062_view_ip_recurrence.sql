-- How often an address was detected, over all detections that are kept: one row an address.
--
-- recurrence: distinct clock hours (UTC) with a detection, not rows: ten detections within one hour are one return.
-- worst_score: the worst anomaly score; the setting `score_direction` says whether that is the lowest (default) or the
--   highest. worst_threat: the worst level by severity, not by alphabet; a level that is not on the scale ranks after LOW.
-- top_ja4, top_host: the one with most detections; of equals the alphabetically first.
-- columns: src_ip recurrence worst_score worst_threat first_seen last_seen top_ja4 top_host
CREATE VIEW IF NOT EXISTS {processing:Identifier}.view_ip_recurrence AS
SELECT
    toIPv6(src_ip) AS src_ip,
    toUInt32(uniqExact(toStartOfHour(detected_at, 'UTC'))) AS recurrence,
    toFloat32({sign:Int8} * min({sign:Int8} * anomaly_score)) AS worst_score,
    argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, {unknown_rank:UInt8}), threat_level))
        AS worst_threat,
    min(detected_at) AS first_seen,
    max(detected_at) AS last_seen,
    arraySort((name, times) -> (-times, name), (sumMap([ja4], [toInt64(1)]) AS by_ja4).1, by_ja4.2)[1] AS top_ja4,
    arraySort((name, times) -> (-times, name), (sumMap([host], [toInt64(1)]) AS by_host).1, by_host.2)[1] AS top_host
FROM {processing:Identifier}.ml_detected_anomalies
GROUP BY src_ip
