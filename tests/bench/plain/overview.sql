SELECT count() FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
;
SELECT count() FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {since:DateTime('UTC')}
;
SELECT count() FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
;
SELECT count() FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {since:DateTime('UTC')}
;
SELECT count() FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
;
SELECT count() FROM {logs:Identifier}.http_logs WHERE time >= {before:DateTime('UTC')} AND time < {since:DateTime('UTC')}
;
SELECT uniqExact(src_ip) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
;
SELECT uniqExact(src_ip) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {since:DateTime('UTC')}
;
SELECT countIf(threat_level = 'CRITICAL'), countIf(threat_level = 'HIGH') FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
;
SELECT countIf(threat_level = 'CRITICAL'), countIf(threat_level = 'HIGH') FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {since:DateTime('UTC')}
;
SELECT count() FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND threat_level = 'LEGITIMATE_BROWSER'
;
SELECT count() FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {since:DateTime('UTC')} AND threat_level = 'LEGITIMATE_BROWSER'
;
SELECT threat_level, count(), uniqExact(src_ip), min(anomaly_score) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} GROUP BY threat_level
;
SELECT src_ip, count() AS n, min(anomaly_score), any(asn_number), any(country_code), max(detected_at) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} GROUP BY src_ip ORDER BY n DESC LIMIT 10
;
SELECT toStartOfHour(detected_at) AS hour, count(), uniqExact(src_ip), countIf(threat_level = 'CRITICAL'), countIf(threat_level = 'HIGH') FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} GROUP BY hour ORDER BY hour
;
SELECT toStartOfHour(detected_at) AS hour, count(), countIf(threat_level = 'LEGITIMATE_BROWSER') FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} GROUP BY hour ORDER BY hour
;
SELECT toStartOfHour(time) AS hour, http_version, count() FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY hour, http_version ORDER BY hour
;
SELECT model_name, count(), uniqExact(src_ip), min(detected_at), max(detected_at) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} GROUP BY model_name
;
SELECT browser_family, count(), uniqExact(src_ip) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} GROUP BY browser_family
