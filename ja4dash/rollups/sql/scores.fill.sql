SELECT
    toStartOfHour(detected_at, 'UTC') AS hour,
    model_name,
    threat_level,
    browser_family,
    count() AS sessions,
    sumIf(toFloat64(anomaly_score), isFinite(anomaly_score)) AS score,
    countIf(isFinite(anomaly_score)) AS measured,
    min(detected_at) AS first,
    max(detected_at) AS last,
    uniqCombined64State(14)(toIPv6(src_ip)) AS sources
FROM {processing:Identifier}.ml_all_scores
GROUP BY hour, model_name, threat_level, browser_family
