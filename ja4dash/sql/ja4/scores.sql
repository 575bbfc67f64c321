-- Scores of a JA4, newest first.
SELECT
    detected_at,
    window_start,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
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
    asn_number,
    asn_org,
    country_code,
    bot_name,
    browser_family
FROM {processing:Identifier}.ml_all_scores
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND ja4 = {ja4:String} /*filters:scores*/
ORDER BY detected_at DESC, {sign:Int8} * anomaly_score, src_ip, host, model_name
LIMIT {limit:UInt32}
