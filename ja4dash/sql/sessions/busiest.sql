-- The busiest sessions of the last hour with their features, and histograms of six features over all sessions.
-- One reading of the view gives both: the histograms stand in the first row, as (feature, low, high, sessions).
-- Edges: tenths for ratios, tens for points; 1, 2, 5, 10, 20, 50 and so on for what spreads over orders of magnitude.
WITH
    arrayMap(tenth -> tenth / 10, range(11)) AS tenths,
    arrayMap(ten -> toFloat64(ten), range(0, 101, 10)) AS tens,
    arrayFlatten(arrayMap(power -> [intExp10(power) / 1, 2 * intExp10(power) / 1, 5 * intExp10(power) / 1], range(8))) AS counts,
    arrayConcat([0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5], counts) AS rates,
    ['hits', 'hit_velocity', 'fuzzing_index', 'temporal_entropy', 'modern_browser_score', 'fingerprint_coherence_score'] AS features,
    [counts, rates, counts, tenths, tens, tenths] AS edges_of,
    sumMap(
        arrayMap(
            (value, edges, place) -> toUInt32(
                100 * place
                + greatest(1, least(arrayLastIndex(edge -> edge <= round(value, 6), edges), length(edges) - 1))
            ),
            [toFloat64(hits), hit_velocity, fuzzing_index, temporal_entropy, modern_browser_score, fingerprint_coherence_score],
            edges_of,
            arrayEnumerate(features)
        ),
        arrayResize([1], length(features), 1)
    ) OVER () AS filled
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    ja4,
    host,
    hits,
    hit_velocity,
    fuzzing_index,
    post_ratio,
    asset_ratio,
    direct_access_ratio,
    temporal_entropy,
    path_diversity_ratio,
    modern_browser_score,
    header_count,
    src_port_density,
    distinct_ja4_count,
    port_exhaustion_ratio,
    orphan_ratio,
    fingerprint_coherence_score,
    asn_number,
    asn_org,
    asn_label,
    country_code,
    bot_name,
    browser_family,
    count() OVER () AS total,
    if(
        row_number() OVER (ORDER BY hits DESC, src_ip, ja4, host) = 1,
        arrayFlatten(arrayMap(
            (feature, edges, place) -> arrayMap(
                bin -> (feature, edges[bin], edges[bin + 1], filled.2[indexOf(filled.1, toUInt32(100 * place + bin))]),
                range(1, length(edges))
            ),
            features,
            edges_of,
            arrayEnumerate(features)
        )),
        []
    ) AS histograms
FROM {processing:Identifier}.view_ai_features_1h
WHERE hits > 0 /*filters:features*/
ORDER BY hits DESC, src_ip, ja4, host
LIMIT {limit:UInt32}
