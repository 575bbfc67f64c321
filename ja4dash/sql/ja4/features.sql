-- Features of a JA4's sessions of the last hour, busiest first.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
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
    is_ua_rotating,
    port_exhaustion_ratio,
    orphan_ratio,
    asn_number,
    asn_org,
    asn_label,
    country_code,
    bot_name,
    browser_family,
    h2_dict_family,
    h2_settings_known,
    h2_window_update_value,
    h2_window_chrome,
    h2_window_firefox,
    h2_window_safari,
    h2_window_absent,
    h2_pseudo_ord_raw,
    tls_h2_family_mismatch,
    fingerprint_coherence_score
FROM {processing:Identifier}.view_ai_features_1h
WHERE ja4 = {ja4:String} /*filters:features*/
ORDER BY hits DESC, src_ip, host
LIMIT {limit:UInt32}
