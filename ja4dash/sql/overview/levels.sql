-- Detections by threat level, worst level first.
SELECT
    threat_level,
    count() AS detections,
    uniqExact(src_ip) AS sources,
    toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
GROUP BY threat_level
ORDER BY transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level
