SELECT src_ip, ja4, host, hits, hit_velocity, fuzzing_index, post_ratio, asset_ratio, direct_access_ratio, temporal_entropy, path_diversity_ratio, modern_browser_score, header_count, src_port_density, distinct_ja4_count, asn_label, bot_name FROM {processing:Identifier}.view_ai_features_1h ORDER BY hits DESC LIMIT 500
;
SELECT histogram(10)(hits) FROM {processing:Identifier}.view_ai_features_1h
;
SELECT histogram(10)(hit_velocity) FROM {processing:Identifier}.view_ai_features_1h
;
SELECT histogram(10)(fuzzing_index) FROM {processing:Identifier}.view_ai_features_1h
;
SELECT histogram(10)(temporal_entropy) FROM {processing:Identifier}.view_ai_features_1h
;
SELECT histogram(10)(modern_browser_score) FROM {processing:Identifier}.view_ai_features_1h
;
SELECT histogram(10)(fingerprint_coherence_score) FROM {processing:Identifier}.view_ai_features_1h
