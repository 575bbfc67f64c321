SELECT detected_at, src_ip, ja4, host, model_name, anomaly_score, raw_anomaly_score, threat_level, hits, hit_velocity, fuzzing_index, post_ratio, asn_number, asn_org, country_code, bot_name, browser_family, window_start, ae_recon_error, xgb_prob FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} ORDER BY detected_at DESC LIMIT 50
;
SELECT count(), uniqExact(src_ip), countIf(threat_level = 'CRITICAL'), countIf(threat_level = 'HIGH'), countIf(threat_level = 'KNOWN_BOT') FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
;
SELECT count(), uniqExact(src_ip), countIf(threat_level = 'CRITICAL'), countIf(threat_level = 'HIGH'), countIf(threat_level = 'KNOWN_BOT') FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {since:DateTime('UTC')}
