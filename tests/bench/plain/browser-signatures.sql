SELECT count(), countIf(h2_window_update_value > 0 OR h2_window_absent), countIf(h2_dict_family != ''), countIf(tls_h2_family_mismatch) FROM {processing:Identifier}.view_ai_features_1h
;
SELECT h2_dict_family, count(), uniqExact(src_ip) FROM {processing:Identifier}.view_ai_features_1h WHERE h2_window_update_value > 0 GROUP BY h2_dict_family
;
SELECT multiIf(h2_window_chrome, 'Chrome', h2_window_firefox, 'Firefox', h2_window_safari, 'Safari', h2_window_absent, 'none sent', 'other') AS signal, count() FROM {processing:Identifier}.view_ai_features_1h GROUP BY signal
;
SELECT browser_family, count(), countIf(tls_h2_family_mismatch) FROM {processing:Identifier}.view_ai_features_1h GROUP BY browser_family
;
SELECT src_ip, ja4, host, hits, browser_family, h2_dict_family, fingerprint_coherence_score FROM {processing:Identifier}.view_ai_features_1h WHERE tls_h2_family_mismatch ORDER BY fingerprint_coherence_score, hits DESC LIMIT 20
