-- One campaign in one row: how many, how bad, since when, and what its detections show.
SELECT
    uniqExact(src_ip) AS members,
    count() AS detections,
    min(detected_at) AS first_seen,
    max(detected_at) AS last_seen,
    avgIf(anomaly_score, isFinite(anomaly_score)) AS mean_score,
    toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
    transform(
        min(transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)),
        {ranks:Array(UInt8)},
        {levels:Array(String)},
        minIf(threat_level, threat_level NOT IN {levels:Array(String)})
    ) AS worst_level,
    uniqExactIf(ja4, ja4 != '') AS ja4s,
    uniqExactIf(asn_number, asn_number > 0) AS asns,
    uniqExactIf(country_code, country_code != '') AS countries,
    uniqExactIf(host, host != '') AS hosts,
    sum(hits) AS total_hits,
    avg(hits) AS mean_hits,
    avgIf(hit_velocity, isFinite(hit_velocity)) AS mean_velocity,
    avgIf(fuzzing_index, isFinite(fuzzing_index)) AS mean_fuzzing,
    avgIf(post_ratio, isFinite(post_ratio)) AS mean_post_ratio,
    max(recurrence) AS most_recurrence,
    arraySlice(arraySort(groupUniqArrayIf(ja4, ja4 != '')), 1, 50) AS ja4_list,
    arraySlice(arraySort(groupUniqArrayIf(asn_number, asn_number > 0)), 1, 50) AS asn_list,
    arraySlice(arraySort(groupUniqArrayIf(asn_org, asn_org != '')), 1, 50) AS asn_org_list,
    arraySlice(arraySort(groupUniqArrayIf(country_code, country_code != '')), 1, 50) AS country_list,
    arraySlice(arraySort(groupUniqArrayIf(host, host != '')), 1, 50) AS host_list,
    arraySlice(arraySort(groupUniqArrayIf(bot_name, bot_name != '')), 1, 50) AS bot_list,
    arraySlice(arraySort(groupUniqArrayIf(browser_family, browser_family != '')), 1, 50) AS family_list,
    argMaxIf(reason, (detected_at, reason), reason != '') AS newest_reason
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND campaign_id = {campaign:Int32} /*filters:detections*/
