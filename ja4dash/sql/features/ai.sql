-- Features of the last hour's sessions: all, people's (ISP) and hosting networks, and what separates these, from one view.
SELECT
    'ai' AS feature_set,
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
        SELECT asn_label, feature, value
        FROM {processing:Identifier}.view_ai_features_1h
        ARRAY JOIN
            {ai:Array(String)} AS feature,
            [
                toFloat64(hits), hit_velocity, fuzzing_index, post_ratio, asset_ratio, direct_access_ratio, temporal_entropy,
                path_diversity_ratio, modern_browser_score, header_count, src_port_density, distinct_ja4_count,
                port_exhaustion_ratio, orphan_ratio, fingerprint_coherence_score
            ] AS value
        WHERE isFinite(value) /*filters:features*/
    )
    GROUP BY feature, value
    WINDOW
        whole AS (PARTITION BY feature),
        upwards AS (PARTITION BY feature ORDER BY value ROWS UNBOUNDED PRECEDING)
)
GROUP BY feature, mean, human, bot
ORDER BY abs(effect) DESC, feature
