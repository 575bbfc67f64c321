-- Detected sources without a decision that counts, worst first.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    worst_level,
    worst_score,
    detections,
    last_seen,
    newest.1 AS ja4,
    newest.2 AS host,
    newest.3 AS asn_number,
    newest.4 AS asn_org,
    newest.5 AS country_code,
    newest.6 AS bot_name,
    newest.7 AS reason
FROM
(
    SELECT
        src_ip,
        argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level))
            AS worst_level,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
        count() AS detections,
        max(detected_at) AS last_seen,
        argMax((ja4, host, asn_number, asn_org, country_code, bot_name, reason), (detected_at, ja4, host, reason)) AS newest
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
    GROUP BY src_ip
) AS found
GLOBAL LEFT ANTI JOIN
(
    SELECT toIPv6(src_ip) AS src_ip
    FROM {processing:Identifier}.soc_feedback
    GROUP BY src_ip
    HAVING argMax(classification, (ordered_at, batch, classification)) != 'undecided'
       AND argMax(expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')}, (ordered_at, batch, classification))
) AS decided USING (src_ip)
ORDER BY
    transform(worst_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    {sign:Int8} * worst_score,
    detections DESC,
    src_ip
LIMIT {limit:UInt32}
