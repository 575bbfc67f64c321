-- The research feature set of the sessions of the last hour: the twelve features it shares with view_ai_features_1h, as
-- they are defined there, and the timing of the requests.
--
-- interarrival_mean_s: mean seconds between one request and the next. interarrival_cv: their coefficient of variation
--   (standard deviation / mean; 0 = a metronome). burstiness: (cv - 1) / (cv + 1), -1 regular, 0 random, towards 1 bursty
--   (Goh and Barabasi 2008, EPL 81, 48002). NaN with fewer than three requests, and cv and burstiness when all came in
--   one second: times are recorded in whole seconds.
-- columns: src_ip ja4 host hits hit_velocity fuzzing_index post_ratio asset_ratio direct_access_ratio temporal_entropy
-- columns: path_diversity_ratio modern_browser_score header_count src_port_density distinct_ja4_count
-- columns: interarrival_mean_s interarrival_cv burstiness
CREATE VIEW IF NOT EXISTS {processing:Identifier}.view_thesis_features_1h AS
WITH
    gaps AS
    (
        SELECT
            toIPv6(src_ip) AS ip,
            ja4,
            host,
            arrayPopFront(arrayDifference(arraySort(groupArray(toUnixTimestamp(time))))) AS seconds,
            if(length(seconds) < 2, nan, arrayAvg(seconds)) AS mean,
            sqrt(arrayAvg(gap -> pow(gap - mean, 2), seconds)) / mean AS cv
        FROM {logs:Identifier}.http_logs
        WHERE time > now() - 3600 AND time <= now()
        GROUP BY ip, ja4, host
    )
SELECT
    features.src_ip AS src_ip,
    features.ja4 AS ja4,
    features.host AS host,
    features.hits AS hits,
    features.hit_velocity AS hit_velocity,
    features.fuzzing_index AS fuzzing_index,
    features.post_ratio AS post_ratio,
    features.asset_ratio AS asset_ratio,
    features.direct_access_ratio AS direct_access_ratio,
    features.temporal_entropy AS temporal_entropy,
    features.path_diversity_ratio AS path_diversity_ratio,
    features.modern_browser_score AS modern_browser_score,
    features.header_count AS header_count,
    features.src_port_density AS src_port_density,
    features.distinct_ja4_count AS distinct_ja4_count,
    toFloat32(gaps.mean) AS interarrival_mean_s,
    toFloat32(gaps.cv) AS interarrival_cv,
    toFloat32((gaps.cv - 1) / (gaps.cv + 1)) AS burstiness
FROM {processing:Identifier}.view_ai_features_1h AS features
INNER JOIN gaps ON features.src_ip = gaps.ip AND features.ja4 = gaps.ja4 AND features.host = gaps.host
