SELECT
    toStartOfHour(time, 'UTC') AS hour,
    ja4,
    header_user_agent,
    h2_fingerprint,
    h2_settings_fp,
    h2_window_update,
    h2_pseudo_order,
    tls_version,
    tls_alpn,
    header_sec_ch_ua,
    header_sec_ch_ua_platform,
    header_sec_ch_ua_mobile,
    header_accept_encoding,
    header_sec_fetch_mode != '' AS sec_fetch,
    header_accept_language != '' AS accept_language,
    header_x_forwarded_for != '' AS x_forwarded_for,
    count() AS requests,
    min(time) AS first
FROM {logs:Identifier}.http_logs
GROUP BY
    hour, ja4, header_user_agent, h2_fingerprint, h2_settings_fp, h2_window_update, h2_pseudo_order, tls_version, tls_alpn,
    header_sec_ch_ua, header_sec_ch_ua_platform, header_sec_ch_ua_mobile, header_accept_encoding, sec_fetch, accept_language,
    x_forwarded_for
