-- Detected sources without a decision that counts, worst first; what was decided once and lapsed or was taken back is said.
-- The worst are found first: the newest detection of each is looked for among theirs alone.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    any(level) AS worst_level,
    any(score) AS worst_score,
    count() AS detections,
    min(detected_at) AS first_seen,
    max(detected_at) AS last_seen,
    (argMax(
        (ja4, host, asn_number, asn_org, country_code, bot_name, campaign_id, reason), (detected_at, ja4, host, reason)
    ) AS newest).1 AS newest_ja4,
    newest.2 AS newest_host,
    newest.3 AS newest_asn,
    newest.4 AS newest_org,
    newest.5 AS newest_country,
    newest.6 AS newest_bot,
    newest.7 AS newest_campaign,
    newest.8 AS newest_reason,
    any(decision) AS lapsed,
    any(sources) AS waiting
FROM {processing:Identifier}.ml_detected_anomalies
GLOBAL INNER JOIN
(
    SELECT
        src_ip,
        transform(worst_rank, {ranks:Array(UInt8)}, {levels:Array(String)}, odd) AS level,
        worst_rank,
        toFloat32(worst_signed * {sign:Int8}) AS score,
        decision,
        count() OVER () AS sources
    FROM
    (
        SELECT
            src_ip,
            min(transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)) AS worst_rank,
            minIf(threat_level, threat_level NOT IN {levels:Array(String)}) AS odd,
            min({sign:Int8} * anomaly_score) AS worst_signed,
            count() AS found
        FROM {processing:Identifier}.ml_detected_anomalies
        WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
        GROUP BY src_ip
    ) AS detected
    GLOBAL LEFT JOIN
    (
        SELECT
            toIPv6(src_ip) AS src_ip,
            argMax(classification, (ordered_at, batch, classification)) AS decision,
            decision != 'undecided'
                AND argMax(expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')}, (ordered_at, batch, classification))
                AS counts
        FROM {processing:Identifier}.soc_feedback
        GROUP BY src_ip
    ) AS decided USING (src_ip)
    WHERE NOT counts
    ORDER BY worst_rank, worst_signed, found DESC, src_ip
    LIMIT {limit:UInt32}
) AS worst USING (src_ip)
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
GROUP BY src_ip
ORDER BY any(worst_rank), {sign:Int8} * worst_score, detections DESC, src_ip
LIMIT {limit:UInt32}
