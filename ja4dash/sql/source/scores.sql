-- Scores of an address, newest first.
SELECT
    detected_at,
    window_start,
    ja4,
    host,
    model_name,
    anomaly_score,
    raw_anomaly_score,
    ae_recon_error,
    xgb_prob,
    threat_level,
    hits,
    hit_velocity,
    fuzzing_index,
    post_ratio,
    bot_name,
    browser_family
FROM {processing:Identifier}.ml_all_scores
WHERE src_ip = toIPv6({ip:String})
  AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
ORDER BY detected_at DESC, {sign:Int8} * anomaly_score, ja4, host, model_name
LIMIT {limit:UInt32}
