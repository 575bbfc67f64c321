-- Eight features of an address beside the means of ISP and of datacenter or hosting sessions, as percentiles of the hour.
WITH
    (value, spread) -> if(
        isNaN(value),
        nan,
        (arrayCount(x -> x < value, spread) + arrayCount(x -> x <= value, spread)) / (2 * length(spread))
    ) AS percentile
SELECT
    feature,
    source,
    isp,
    hosting,
    percentile(source, spread) AS source_rank,
    percentile(isp, spread) AS isp_rank,
    percentile(hosting, spread) AS hosting_rank,
    source_sessions,
    isp_sessions,
    hosting_sessions,
    length(spread) AS sessions
FROM
(
    SELECT
        feature,
        groupArrayIf(toFloat64(value), isFinite(value)) AS spread,
        avgIf(value, isFinite(value) AND src_ip = toIPv6({ip:String})) AS source,
        avgIf(value, isFinite(value) AND asn_label = 'isp') AS isp,
        avgIf(value, isFinite(value) AND asn_label IN ('datacenter', 'hosting')) AS hosting,
        countIf(src_ip = toIPv6({ip:String})) AS source_sessions,
        countIf(asn_label = 'isp') AS isp_sessions,
        countIf(asn_label IN ('datacenter', 'hosting')) AS hosting_sessions
    FROM
    (
        SELECT
            src_ip,
            asn_label,
            [
                hit_velocity, fuzzing_index, post_ratio, asset_ratio,
                direct_access_ratio, temporal_entropy, path_diversity_ratio, modern_browser_score
            ] AS measured
        FROM {processing:Identifier}.view_ai_features_1h
    )
    ARRAY JOIN measured AS value, {features:Array(String)} AS feature
    GROUP BY feature
)
ORDER BY indexOf({features:Array(String)}, feature)
