-- Sources of campaigns, worst first, with the JA4s and networks by which they hang together, each in the campaign it was last
-- seen in. The worst are found first: all that is said of them costs more than finding them.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    argMax(campaign_id, (detected_at, campaign_id)) AS last_campaign,
    argMaxIf(ja4, (detected_at, ja4), ja4 != '') AS newest_ja4,
    (argMax((asn_number, asn_org, country_code), (detected_at, asn_number, country_code)) AS network).1 AS newest_asn,
    network.2 AS newest_org,
    network.3 AS newest_country,
    transform(
        min(transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)) AS worst_rank,
        {ranks:Array(UInt8)},
        {levels:Array(String)},
        minIf(threat_level, threat_level NOT IN {levels:Array(String)})
    ) AS worst_level,
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
  AND src_ip GLOBAL IN
(
    SELECT src_ip
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id >= 0 /*filters:detections*/
    GROUP BY src_ip
    ORDER BY
        min(transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)),
        min({sign:Int8} * anomaly_score),
        src_ip
    LIMIT {limit:UInt32}
)
GROUP BY src_ip
ORDER BY worst_rank, {sign:Int8} * worst_score, src_ip
LIMIT {limit:UInt32}
