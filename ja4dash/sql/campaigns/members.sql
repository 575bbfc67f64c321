-- Sources of one campaign, worst first unless ordered, one page.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    detections,
    first_seen,
    last_seen,
    worst_score,
    worst_level,
    newest.1 AS ja4,
    ja4s,
    newest.2 AS host,
    network.1 AS asn_number,
    network.2 AS asn_org,
    network.3 AS country_code,
    newest.3 AS bot_name,
    newest.4 AS browser_family,
    all_hits AS hits,
    velocity AS hit_velocity,
    fuzzing AS fuzzing_index,
    posts AS post_ratio,
    returns AS recurrence
FROM
(
    SELECT
        src_ip,
        count() AS detections,
        min(detected_at) AS first_seen,
        max(detected_at) AS last_seen,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
        argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level))
            AS worst_level,
        argMax((ja4, host, bot_name, browser_family), (detected_at, ja4, host)) AS newest,
        uniqExactIf(ja4, ja4 != '') AS ja4s,
        argMax((asn_number, asn_org, country_code), (detected_at, asn_number, country_code)) AS network,
        sum(hits) AS all_hits,
        max(hit_velocity) AS velocity,
        avgIf(fuzzing_index, isFinite(fuzzing_index)) AS fuzzing,
        avgIf(post_ratio, isFinite(post_ratio)) AS posts,
        max(recurrence) AS returns
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id = {campaign:Int32} /*filters:detections*/
    GROUP BY src_ip
)
ORDER BY /*order*/
    transform(worst_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    {sign:Int8} * worst_score,
    src_ip
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
