-- Sources of campaigns by worst score and greatest velocity, busiest first, each in the campaign it was last seen in. A time and
-- a campaign in one number, because the greatest pair of two costs five times as much.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    toInt32(max(toUnixTimestamp(detected_at) * 4294967296 + campaign_id) % 4294967296) AS last_campaign,
    toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
    transform(
        min(transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)),
        {ranks:Array(UInt8)},
        {levels:Array(String)},
        minIf(threat_level, threat_level NOT IN {levels:Array(String)})
    ) AS worst_level,
    max(hit_velocity) AS velocity,
    sum(hits) AS all_hits,
    count() AS detections
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND campaign_id >= 0 /*filters:detections*/
GROUP BY src_ip
ORDER BY all_hits DESC, src_ip
LIMIT {limit:UInt32}
