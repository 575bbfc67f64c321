-- Campaigns with most members: who they are, how bad, and which members came, stayed or went in the last quarter of the window.
WITH
    {until:DateTime('UTC')} - toIntervalSecond(intDiv(dateDiff('second', {since:DateTime('UTC')}, {until:DateTime('UTC')}), 4))
        AS quarter,
    groupArrayIf(newest_campaign, newest_campaign != campaign_id) AS gone_to
SELECT
    campaign_id,
    count() AS members,
    sum(member_detections) AS detections,
    min(member_first) AS first_seen,
    max(member_last) AS last_seen,
    avgIfMerge(member_score) AS mean_score,
    toFloat32(min({sign:Int8} * member_worst_score) * {sign:Int8}) AS worst_score,
    min(member_worst_level).2 AS worst_level,
    uniqExactArray(member_ja4s) AS ja4s,
    uniqExactArray(member_asns) AS asns,
    uniqExactArray(member_countries) AS countries,
    uniqExactArray(member_hosts) AS hosts,
    sum(member_hits) / detections AS mean_hits,
    avgIfMerge(member_velocity) AS mean_velocity,
    avgIfMerge(member_fuzzing) AS mean_fuzzing,
    avgIfMerge(member_post_ratio) AS mean_post_ratio,
    countIf(member_first < quarter) AS members_before,
    countIf(member_first >= quarter) AS members_new,
    countIf(member_last >= quarter) AS members_recent,
    arrayConcat(arrayFilter(other -> 2 * countEqual(gone_to, other) > members, arrayDistinct(gone_to)), [-1])[1] AS merged_into
FROM
(
    SELECT
        campaign_id,
        src_ip,
        argMax(campaign_id, (member_last, campaign_id)) OVER (PARTITION BY src_ip) AS newest_campaign,
        count() AS member_detections,
        min(detected_at) AS member_first,
        max(detected_at) AS member_last,
        avgIfState(anomaly_score, isFinite(anomaly_score)) AS member_score,
        min({sign:Int8} * anomaly_score) * {sign:Int8} AS member_worst_score,
        min((transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), toString(threat_level)))
            AS member_worst_level,
        groupUniqArrayIf(ja4, ja4 != '') AS member_ja4s,
        groupUniqArrayIf(asn_number, asn_number > 0) AS member_asns,
        groupUniqArrayIf(country_code, country_code != '') AS member_countries,
        groupUniqArrayIf(host, host != '') AS member_hosts,
        sum(hits) AS member_hits,
        avgIfState(hit_velocity, isFinite(hit_velocity)) AS member_velocity,
        avgIfState(fuzzing_index, isFinite(fuzzing_index)) AS member_fuzzing,
        avgIfState(post_ratio, isFinite(post_ratio)) AS member_post_ratio
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id >= 0 /*filters:detections*/
    GROUP BY campaign_id, src_ip
)
GROUP BY campaign_id
ORDER BY
    members DESC,
    transform(worst_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    {sign:Int8} * worst_score,
    campaign_id
LIMIT {limit:UInt32}
