-- Sources with most detections: how many, how bad, from which network when they were last seen.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    count() AS detections,
    toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
    argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45) AS rank, threat_level))
        AS worst_level,
    argMax(asn_number, detected_at) AS network,
    argMax(asn_org, detected_at) AS org,
    argMax(country_code, detected_at) AS country,
    max(detected_at) AS last_seen
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
GROUP BY src_ip
ORDER BY detections DESC, min(rank), min({sign:Int8} * anomaly_score), src_ip
LIMIT {limit:UInt32}
