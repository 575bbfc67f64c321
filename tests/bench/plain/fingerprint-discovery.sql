SELECT
    ja4, count() AS hits, uniqExact(src_ip), uniqExact(header_user_agent), topK(3)(header_user_agent), any(tls_version), any(tls_alpn),
    topKIf(1)(h2_fingerprint, h2_fingerprint != ''), any(h2_settings_fp), any(h2_window_update), any(h2_pseudo_order),
    topK(1)(multiIf(match(header_user_agent, '(?i)bot|crawl|spider'), 'Bot', position(header_user_agent, 'Edg/') > 0, 'Edge', position(header_user_agent, 'OPR/') > 0, 'Opera', position(header_user_agent, 'Chrome/') > 0, 'Chrome', position(header_user_agent, 'Firefox/') > 0, 'Firefox', position(header_user_agent, 'Safari/') > 0, 'Safari', header_user_agent = '', 'Empty', 'Other')) AS family,
    100 * countIf(header_sec_ch_ua != '') / count(), 100 * countIf(header_sec_fetch_mode != '') / count(), 100 * countIf(header_accept_language != '') / count(),
    100 * countIf(hasToken(lower(header_accept_encoding), 'zstd')) / count(), 100 * countIf(hasToken(lower(header_accept_encoding), 'br')) / count(), 100 * countIf(hasToken(lower(header_accept_encoding), 'gzip')) / count(),
    100 * countIf(header_x_forwarded_for != '') / count(), topK(3)(header_sec_ch_ua), topK(3)(header_sec_ch_ua_platform), topK(3)(header_sec_ch_ua_mobile), topK(1)(header_accept_encoding)
FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} AND ja4 != '' GROUP BY ja4 HAVING hits >= 10 ORDER BY hits DESC LIMIT 300
;
SELECT multiIf(match(header_user_agent, '(?i)bot|crawl|spider'), 'Bot', position(header_user_agent, 'Edg/') > 0, 'Edge', position(header_user_agent, 'OPR/') > 0, 'Opera', position(header_user_agent, 'Chrome/') > 0, 'Chrome', position(header_user_agent, 'Firefox/') > 0, 'Firefox', position(header_user_agent, 'Safari/') > 0, 'Safari', header_user_agent = '', 'Empty', 'Other') AS family,
    uniqExact(ja4), count(), uniqExact(src_ip), countIf(h2_fingerprint != ''), countIf(header_sec_ch_ua != ''), countIf(header_sec_fetch_mode != '')
FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} AND ja4 != '' GROUP BY family
