-- Scored sessions of sources that somebody decided about, one page, newest first, with the verdict that counts and what the detector saw.
SELECT
    detected_at,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    verdict,
    decided_at,
    ja4,
    host,
    model_name,
    scores.threat_level AS threat_level,
    own.threat_level AS own_level,
    anomaly_score,
    raw_anomaly_score,
    ae_recon_error,
    xgb_prob,
    hits,
    hit_velocity,
    fuzzing_index,
    post_ratio,
    asn_number,
    asn_org,
    country_code,
    bot_name,
    browser_family,
    arrayMap(name -> if(mapContains(seen, name), seen[name], nan), {names:Array(String)}) AS vector,
    notEmpty(mapKeys(seen)) AS kept
FROM
(
    SELECT
        detected_at, src_ip, ja4, host, model_name, threat_level, anomaly_score, raw_anomaly_score, ae_recon_error, xgb_prob,
        hits, hit_velocity, fuzzing_index, post_ratio, asn_number, asn_org, country_code, bot_name, browser_family
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
      AND src_ip GLOBAL IN (SELECT toIPv6(src_ip) FROM {processing:Identifier}.soc_feedback)
) AS scores
GLOBAL INNER JOIN
(
    SELECT
        toIPv6(src_ip) AS src_ip,
        argMax(classification, (ordered_at, batch, classification)) AS verdict,
        max(created_at) AS decided_at
    FROM {processing:Identifier}.soc_feedback
    WHERE NOT startsWith(analyst, 'visitor-')
    GROUP BY src_ip
    HAVING verdict IN ('bot', 'legitimate', 'suspicious')
       AND argMax(expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')}, (ordered_at, batch, classification))
) AS decided USING (src_ip)
GLOBAL LEFT ANY JOIN
(
    SELECT detected_at, src_ip, ja4, host, model_name, threat_level, seen
    FROM {processing:Identifier}.session_features
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND src_ip GLOBAL IN (SELECT toIPv6(src_ip) FROM {processing:Identifier}.soc_feedback)
) AS own USING (detected_at, src_ip, ja4, host, model_name)
ORDER BY
    /*order*/
    detected_at DESC, src_ip, ja4, host, model_name
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
