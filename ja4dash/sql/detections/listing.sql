-- Detections of the window, newest first, one page.
SELECT
    detected_at,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    ja4,
    host,
    model_name,
    anomaly_score,
    raw_anomaly_score,
    threat_level,
    hits,
    hit_velocity,
    fuzzing_index,
    post_ratio,
    asn_number,
    asn_org,
    country_code,
    bot_name,
    browser_family,
    recurrence,
    port_exhaustion_ratio,
    orphan_ratio,
    campaign_id,
    reason
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
ORDER BY
    /*order*/
    detected_at DESC,
    transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    {sign:Int8} * anomaly_score,
    src_ip, ja4, host, model_name
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
