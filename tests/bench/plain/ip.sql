SELECT count(), min(time), max(time), uniqExact(host), uniqExact(path), uniqExact(header_user_agent), uniqExact(ja4), uniqExact(h2_fingerprint) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')}
;
SELECT * FROM {processing:Identifier}.ml_detected_anomalies WHERE src_ip = toIPv6({ip:String}) AND detected_at >= {until:DateTime('UTC')} - 2592000 AND detected_at < {until:DateTime('UTC')} ORDER BY detected_at DESC LIMIT 500
;
SELECT * FROM {processing:Identifier}.ml_all_scores WHERE src_ip = toIPv6({ip:String}) AND detected_at >= {until:DateTime('UTC')} - 259200 AND detected_at < {until:DateTime('UTC')} ORDER BY detected_at DESC LIMIT 500
;
SELECT * FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} ORDER BY time DESC LIMIT 100
;
SELECT * FROM {processing:Identifier}.view_ai_features_1h WHERE src_ip = toIPv6({ip:String})
;
SELECT * FROM {processing:Identifier}.view_ip_recurrence WHERE src_ip = toIPv6({ip:String})
;
SELECT classification, comment, created_at FROM {processing:Identifier}.soc_feedback WHERE src_ip = toIPv6({ip:String}) ORDER BY created_at DESC
;
SELECT ja4, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY ja4 ORDER BY n DESC LIMIT 20
;
SELECT h2_fingerprint, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY h2_fingerprint ORDER BY n DESC LIMIT 20
;
SELECT header_user_agent, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY header_user_agent ORDER BY n DESC LIMIT 20
;
SELECT header_sec_ch_ua, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY header_sec_ch_ua ORDER BY n DESC LIMIT 20
;
SELECT header_sec_ch_ua_platform, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY header_sec_ch_ua_platform ORDER BY n DESC LIMIT 20
;
SELECT header_accept_language, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY header_accept_language ORDER BY n DESC LIMIT 20
;
SELECT tls_alpn, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY tls_alpn ORDER BY n DESC LIMIT 20
;
SELECT tls_version, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY tls_version ORDER BY n DESC LIMIT 20
;
SELECT http_version, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY http_version ORDER BY n DESC LIMIT 20
;
SELECT host, count() AS n, min(time), max(time) FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY host ORDER BY n DESC LIMIT 20
;
SELECT ja4, h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version, count() AS n FROM {logs:Identifier}.http_logs WHERE src_ip = toIPv6({ip:String}) AND time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} GROUP BY ALL ORDER BY n DESC LIMIT 50
