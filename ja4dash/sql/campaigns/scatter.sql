-- Sources of campaigns by worst score and greatest velocity, busiest first.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    campaign_id,
    worst_score,
    worst_level,
    velocity AS hit_velocity,
    all_hits AS hits,
    detections
FROM
(
    SELECT
        src_ip,
        campaign_id,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
        argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level))
            AS worst_level,
        max(hit_velocity) AS velocity,
        sum(hits) AS all_hits,
        count() AS detections
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id >= 0 /*filters:detections*/
    GROUP BY src_ip, campaign_id
    ORDER BY max(detected_at) DESC, campaign_id DESC
    LIMIT 1 BY src_ip
)
ORDER BY hits DESC, src_ip
LIMIT {limit:UInt32}
