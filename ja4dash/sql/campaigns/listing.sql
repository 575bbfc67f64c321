-- Campaigns with most members: who they are, how bad, how many members came before, in, and were seen in the last quarter of the
-- window, and the other campaign in which more than half of them were last seen (-1 = none). A time and a campaign in one number,
-- because the greatest pair of two costs five times as much.
WITH
    {until:DateTime('UTC')} - toIntervalSecond(intDiv(dateDiff('second', {since:DateTime('UTC')}, {until:DateTime('UTC')}), 4))
        AS quarter
SELECT
    campaign_id,
    members,
    detections,
    first_seen,
    last_seen,
    mean_score,
    worst_score,
    worst_level,
    ja4s,
    asns,
    countries,
    hosts,
    mean_hits,
    mean_velocity,
    mean_fuzzing,
    mean_post_ratio,
    members_before,
    members_new,
    members_recent,
    if(2 * moved > members, moved_to, -1) AS merged_into
FROM
(
    SELECT
        campaign_id,
        uniqExact(src_ip) AS members,
        count() AS detections,
        min(detected_at) AS first_seen,
        max(detected_at) AS last_seen,
        avgIf(anomaly_score, isFinite(anomaly_score)) AS mean_score,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
        min(transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)) AS worst_rank,
        transform(
            worst_rank,
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
        toUInt64(members - members_before) AS members_new,
        uniqExactIf(src_ip, detected_at >= quarter) AS members_recent
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id >= 0 /*filters:detections*/
    GROUP BY campaign_id
    ORDER BY members DESC, worst_rank, {sign:Int8} * worst_score, campaign_id
    LIMIT {limit:UInt32}
) AS listed
GLOBAL LEFT JOIN
(
    SELECT campaign_id, newest AS moved_to, count() AS moved
    FROM
    (
        SELECT
            groupUniqArray(campaign_id) AS passed,
            toInt32(max(toUnixTimestamp(detected_at) * 4294967296 + campaign_id) % 4294967296) AS newest
        FROM {processing:Identifier}.ml_detected_anomalies
        WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
          AND campaign_id >= 0 /*filters:detections*/
        GROUP BY src_ip
        HAVING min(campaign_id) != max(campaign_id)
    )
    ARRAY JOIN passed AS campaign_id
    WHERE campaign_id != newest
    GROUP BY campaign_id, newest
    ORDER BY campaign_id, moved DESC, moved_to
    LIMIT 1 BY campaign_id
) AS left_for USING (campaign_id)
ORDER BY members DESC, worst_rank, {sign:Int8} * worst_score, campaign_id
LIMIT {limit:UInt32}
