-- Detected sources without a decision that counts, worst first; what was decided once and lapsed or was taken back is said.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    worst_level,
    worst_score,
    detections,
    first_seen,
    last_seen,
    newest.1 AS ja4,
    newest.2 AS host,
    newest.3 AS asn_number,
    newest.4 AS asn_org,
    newest.5 AS country_code,
    newest.6 AS bot_name,
    newest.7 AS campaign_id,
    newest.8 AS reason,
    lapsed,
    count() OVER () AS waiting
FROM
(
    SELECT
        src_ip,
        argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level))
            AS worst_level,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
        count() AS detections,
        min(detected_at) AS first_seen,
        max(detected_at) AS last_seen,
        argMax(
            (ja4, host, asn_number, asn_org, country_code, bot_name, campaign_id, reason), (detected_at, ja4, host, reason)
        ) AS newest
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
    GROUP BY src_ip
) AS found
GLOBAL LEFT JOIN
(
    SELECT
        toIPv6(src_ip) AS src_ip,
        argMax(classification, (ordered_at, batch, classification)) AS lapsed,
        lapsed != 'undecided'
            AND argMax(expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')}, (ordered_at, batch, classification))
            AS counts
    FROM {processing:Identifier}.soc_feedback
    GROUP BY src_ip
) AS decided USING (src_ip)
WHERE NOT counts
ORDER BY
    transform(worst_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    {sign:Int8} * worst_score,
    detections DESC,
    src_ip
LIMIT {limit:UInt32}
