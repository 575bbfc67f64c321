-- Our detections at MEDIUM or worse in a stretch of time: what campaigns and fleets are found among.
SELECT
    toString(src_ip) AS address,
    ja4,
    host,
    detected_at,
    anomaly_score,
    hits,
    hit_velocity,
    fuzzing_index,
    post_ratio,
    asn_number,
    campaign_id
FROM {processing:Identifier}.ml_detected_anomalies
WHERE model_name = {model:String}
  AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND threat_level IN ('CRITICAL', 'HIGH', 'MEDIUM')
ORDER BY detected_at, address, ja4, host
