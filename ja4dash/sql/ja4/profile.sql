-- The scored sessions of a JA4 in one row, beside the period before: how many, whose, how bad, and since when.
WITH detected_at >= {since:DateTime('UTC')} AS now_seen
SELECT
    countIf(now_seen) AS sessions,
    countIf(NOT now_seen) AS sessions_before,
    uniqCombined64If(14)(src_ip, now_seen) AS sources,
    uniqCombined64If(14)(src_ip, NOT now_seen) AS sources_before,
    uniqExactIf(host, now_seen AND host != '') AS hosts,
    uniqExactIf(host, NOT now_seen AND host != '') AS hosts_before,
    uniqExactIf(asn_number, now_seen AND asn_number > 0) AS asns,
    uniqExactIf(asn_number, NOT now_seen AND asn_number > 0) AS asns_before,
    uniqExactIf(country_code, now_seen AND country_code != '') AS countries,
    uniqExactIf(country_code, NOT now_seen AND country_code != '') AS countries_before,
    countIf(now_seen AND threat_level IN ('CRITICAL', 'HIGH')) AS severe,
    countIf(NOT now_seen AND threat_level IN ('CRITICAL', 'HIGH')) AS severe_before,
    sumIf(hits, now_seen) AS total_hits,
    sumIf(hits, NOT now_seen) AS total_hits_before,
    avgIf(hits, now_seen) AS mean_hits,
    avgIf(hit_velocity, now_seen AND isFinite(hit_velocity)) AS mean_velocity,
    maxIf(hit_velocity, now_seen) AS most_velocity,
    avgIf(anomaly_score, now_seen AND isFinite(anomaly_score)) AS mean_score,
    if(sessions = 0, nan, toFloat32(minIf({sign:Int8} * anomaly_score, now_seen) * {sign:Int8})) AS worst_score,
    argMinIf(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level), now_seen)
        AS worst_level,
    minIf(detected_at, now_seen) AS first_scored,
    maxIf(detected_at, now_seen) AS last_scored,
    (SELECT min(detected_at) FROM {processing:Identifier}.ml_all_scores WHERE ja4 = {ja4:String}) AS first_kept
FROM {processing:Identifier}.ml_all_scores
WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND ja4 = {ja4:String} /*filters:scores*/
