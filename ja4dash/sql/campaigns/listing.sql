-- Campaigns with most members: who they are, how bad, and how many members came before, in, and were seen in the last quarter
-- of the window.
WITH
    {until:DateTime('UTC')} - toIntervalSecond(intDiv(dateDiff('second', {since:DateTime('UTC')}, {until:DateTime('UTC')}), 4))
        AS quarter
SELECT
    campaign_id,
    uniqExact(src_ip) AS members,
    count() AS detections,
    min(detected_at) AS first_seen,
    max(detected_at) AS last_seen,
    avgIf(anomaly_score, isFinite(anomaly_score)) AS mean_score,
    toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
    transform(
        min(transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)) AS worst_rank,
        {ranks:Array(UInt8)},
        {levels:Array(String)},
        minIf(threat_level, threat_level NOT IN {levels:Array(String)})
    ) AS worst_level,
    uniqExactIf(ja4, ja4 != '') AS ja4s,
    uniqExactIf(asn_number, asn_number > 0) AS asns,
    uniqExactIf(country_code, country_code != '') AS countries,
    uniqExactIf(host, host != '') AS hosts,
    avg(hits) AS mean_hits,
    avgIf(hit_velocity, isFinite(hit_velocity)) AS mean_velocity,
    avgIf(fuzzing_index, isFinite(fuzzing_index)) AS mean_fuzzing,
    avgIf(post_ratio, isFinite(post_ratio)) AS mean_post_ratio,
    uniqExactIf(src_ip, detected_at < quarter) AS members_before,
    members - members_before AS members_new,
    uniqExactIf(src_ip, detected_at >= quarter) AS members_recent
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND campaign_id >= 0 /*filters:detections*/
GROUP BY campaign_id
ORDER BY members DESC, worst_rank, {sign:Int8} * worst_score, campaign_id
LIMIT {limit:UInt32}
