-- Sources of campaigns, worst first, with the JA4s and networks by which they hang together.
-- A source that moved belongs to the campaign it was last seen in.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    campaign_id,
    newest_ja4 AS ja4,
    network.1 AS asn_number,
    network.2 AS asn_org,
    network.3 AS country_code,
    worst_level,
    newest_family AS browser_family,
    all_hits AS hits,
    worst_score,
    detections,
    last_seen,
    ja4_list,
    asn_list,
    count() OVER () AS total
FROM
(
    SELECT
        src_ip,
        campaign_id,
        argMaxIf(ja4, (detected_at, ja4), ja4 != '') AS newest_ja4,
        argMax((asn_number, asn_org, country_code), (detected_at, asn_number, country_code)) AS network,
        argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level))
            AS worst_level,
        argMax(browser_family, (detected_at, browser_family)) AS newest_family,
        sum(hits) AS all_hits,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
        count() AS detections,
        max(detected_at) AS last_seen,
        arraySlice(arraySort(groupUniqArrayIf(ja4, ja4 != '')), 1, 50) AS ja4_list,
        arraySlice(arraySort(groupUniqArrayIf(asn_number, asn_number > 0)), 1, 50) AS asn_list
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id >= 0 /*filters:detections*/
    GROUP BY src_ip, campaign_id
    ORDER BY last_seen DESC, campaign_id DESC
    LIMIT 1 BY src_ip
)
ORDER BY
    transform(worst_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    {sign:Int8} * worst_score,
    src_ip
LIMIT {limit:UInt32}
