-- Features of the last hour's sessions in both feature sets: all, people's (ISP) and hosting networks, and what separates these.
-- The sessions of the two views are paired, because only one of them knows the kind of network. Each is read once.
SELECT
    feature_set,
    feature,
    mean,
    human,
    bot,
    sum(humans * place) / human_sessions AS human_rank,
    sum(bots * place) / bot_sessions AS bot_rank,
    2 * sum(bots * (humans_below + humans / 2)) / (bot_sessions * human_sessions) - 1 AS effect,
    (bot - human)
        / sqrt(sum(humans * pow(value - human, 2) + bots * pow(value - bot, 2)) / (human_sessions + bot_sessions - 2)) AS cohens_d,
    sum(n) AS sessions,
    sum(humans) AS human_sessions,
    sum(bots) AS bot_sessions
FROM
(
    SELECT
        feature_set,
        feature,
        value,
        count() AS n,
        countIf(asn_label = 'isp') AS humans,
        countIf(asn_label IN ('datacenter', 'hosting')) AS bots,
        (sum(n) OVER upwards - n / 2) / sum(n) OVER whole AS place,
        sum(humans) OVER upwards - humans AS humans_below,
        sum(n * value) OVER whole / sum(n) OVER whole AS mean,
        sum(humans * value) OVER whole / sum(humans) OVER whole AS human,
        sum(bots * value) OVER whole / sum(bots) OVER whole AS bot
    FROM
    (
        SELECT asn_label, measured.1 AS feature_set, measured.2 AS feature, measured.3 AS value
        FROM
        (
            SELECT
                src_ip,
                ja4,
                host,
                ai.asn_label AS asn_label,
                ai.asn_number AS asn_number,
                ai.country_code AS country_code,
                ai.bot_name AS bot_name,
                ai.browser_family AS browser_family,
                ai.hits > 0 AS in_ai,
                research.hits > 0 AS in_research,
                [
                    toFloat64(ai.hits), ai.hit_velocity, ai.fuzzing_index, ai.post_ratio, ai.asset_ratio,
                    ai.direct_access_ratio, ai.temporal_entropy, ai.path_diversity_ratio, ai.modern_browser_score,
                    ai.header_count, ai.src_port_density, ai.distinct_ja4_count, ai.port_exhaustion_ratio, ai.orphan_ratio,
                    ai.fingerprint_coherence_score
                ] AS of_ai,
                [
                    toFloat64(research.hits), research.hit_velocity, research.fuzzing_index, research.post_ratio,
                    research.asset_ratio, research.direct_access_ratio, research.temporal_entropy,
                    research.path_diversity_ratio, research.modern_browser_score, research.header_count,
                    research.src_port_density, research.distinct_ja4_count, research.interarrival_mean_s,
                    research.interarrival_cv, research.burstiness
                ] AS of_research
            FROM {processing:Identifier}.view_ai_features_1h AS ai
            FULL JOIN {processing:Identifier}.view_thesis_features_1h AS research USING (src_ip, ja4, host)
        )
        ARRAY JOIN arrayConcat(
            arrayMap((feature, value) -> ('ai', feature, value), {ai:Array(String)}, of_ai),
            arrayMap((feature, value) -> ('research', feature, value), {research:Array(String)}, of_research)
        ) AS measured
        WHERE isFinite(value) AND if(feature_set = 'ai', in_ai, in_research) /*filters:features*/
    )
    GROUP BY feature_set, feature, value
    WINDOW
        whole AS (PARTITION BY feature_set, feature),
        upwards AS (PARTITION BY feature_set, feature ORDER BY value ROWS UNBOUNDED PRECEDING)
)
GROUP BY feature_set, feature, mean, human, bot
ORDER BY feature_set, abs(effect) DESC, feature
