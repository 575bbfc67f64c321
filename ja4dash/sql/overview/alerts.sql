-- Newest detections of level CRITICAL, HIGH or KNOWN_BOT.
SELECT
    detected_at,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    anomaly_score,
    threat_level,
    ja4,
    host,
    asn_number,
    asn_org,
    country_code,
    bot_name,
    campaign_id,
    hits,
    hit_velocity,
    reason
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND threat_level IN ('CRITICAL', 'HIGH', 'KNOWN_BOT') /*filters:detections*/
ORDER BY
    detected_at DESC,
    transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    {sign:Int8} * anomaly_score,
    src_ip, ja4, host, model_name
LIMIT {limit:UInt32}
