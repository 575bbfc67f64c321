SELECT avg(hit_velocity), avg(fuzzing_index), avg(post_ratio), avg(asset_ratio), avg(direct_access_ratio), avg(temporal_entropy), avg(path_diversity_ratio), avg(modern_browser_score) FROM {processing:Identifier}.view_ai_features_1h WHERE src_ip = toIPv6({ip:String})
;
SELECT avg(hit_velocity), avg(fuzzing_index), avg(post_ratio), avg(asset_ratio), avg(direct_access_ratio), avg(temporal_entropy), avg(path_diversity_ratio), avg(modern_browser_score) FROM {processing:Identifier}.view_ai_features_1h WHERE asn_label = 'isp'
;
SELECT avg(hit_velocity), avg(fuzzing_index), avg(post_ratio), avg(asset_ratio), avg(direct_access_ratio), avg(temporal_entropy), avg(path_diversity_ratio), avg(modern_browser_score) FROM {processing:Identifier}.view_ai_features_1h WHERE asn_label IN ('datacenter', 'hosting')
