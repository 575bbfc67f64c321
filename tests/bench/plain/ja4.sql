SELECT count(), uniqExact(src_ip), uniqExact(host), uniqExact(asn_number), uniqExact(country_code), avg(anomaly_score), min(anomaly_score), sum(hits), avg(hits), avg(hit_velocity), groupUniqArray(10)(host), groupUniqArray(10)(asn_org), groupUniqArray(10)(country_code) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String}
;
SELECT count(), uniqExact(src_ip), uniqExact(host), uniqExact(asn_number), uniqExact(country_code) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {since:DateTime('UTC')} AND ja4 = {ja4:String}
;
SELECT * FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {until:DateTime('UTC')} - 604800 AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} ORDER BY detected_at DESC LIMIT 500
;
SELECT * FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {until:DateTime('UTC')} - 259200 AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} ORDER BY detected_at DESC LIMIT 500
;
SELECT toStartOfHour(detected_at) AS hour, count(), uniqExact(src_ip) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY hour ORDER BY hour
;
SELECT toStartOfHour(detected_at) AS hour, count(), uniqExact(src_ip) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY hour ORDER BY hour
;
SELECT threat_level, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY threat_level ORDER BY n DESC LIMIT 20
;
SELECT bot_name, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY bot_name ORDER BY n DESC LIMIT 20
;
SELECT browser_family, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY browser_family ORDER BY n DESC LIMIT 20
;
SELECT host, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY host ORDER BY n DESC LIMIT 20
;
SELECT asn_number, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY asn_number ORDER BY n DESC LIMIT 20
;
SELECT country_code, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_all_scores WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY country_code ORDER BY n DESC LIMIT 20
;
SELECT * FROM {logs:Identifier}.http_logs WHERE time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} AND ja4 = {ja4:String} ORDER BY time DESC LIMIT 200
;
SELECT * FROM {processing:Identifier}.view_ai_features_1h WHERE ja4 = {ja4:String} ORDER BY hits DESC LIMIT 20
;
SELECT header_user_agent, count() AS n, uniqExact(src_ip) FROM {logs:Identifier}.http_logs WHERE time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY header_user_agent ORDER BY n DESC LIMIT 20
;
SELECT h2_fingerprint, count() AS n, uniqExact(src_ip) FROM {logs:Identifier}.http_logs WHERE time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY h2_fingerprint ORDER BY n DESC LIMIT 20
;
SELECT header_sec_ch_ua, count() AS n, uniqExact(src_ip) FROM {logs:Identifier}.http_logs WHERE time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY header_sec_ch_ua ORDER BY n DESC LIMIT 20
;
SELECT ja4, count() AS n, uniqExact(src_ip) FROM {logs:Identifier}.http_logs WHERE time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} AND (splitByChar('_', ja4)[1] = splitByChar('_', {ja4:String})[1] OR splitByChar('_', ja4)[2] = splitByChar('_', {ja4:String})[2] OR splitByChar('_', ja4)[3] = splitByChar('_', {ja4:String})[3]) GROUP BY ja4 ORDER BY n DESC LIMIT 50
;
SELECT h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version, count() AS n, uniqExact(src_ip) FROM {logs:Identifier}.http_logs WHERE time >= {until:DateTime('UTC')} - 86400 AND time < {until:DateTime('UTC')} AND ja4 = {ja4:String} GROUP BY ALL ORDER BY n DESC LIMIT 50
