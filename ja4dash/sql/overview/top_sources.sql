-- Sources with most detections: how many, how bad, from which network.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    detections,
    worst_score,
    worst_level,
    network.1 AS asn_number,
    network.2 AS asn_org,
    network.3 AS country_code,
    last_seen
FROM
(
    SELECT
        src_ip,
        count() AS detections,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
        argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level))
            AS worst_level,
        argMax((asn_number, asn_org, country_code), detected_at) AS network,
        max(detected_at) AS last_seen
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
    GROUP BY src_ip
)
ORDER BY
    detections DESC,
    transform(worst_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    {sign:Int8} * worst_score,
    src_ip
LIMIT {limit:UInt32}
