    SELECT
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
        sec_fetch,
        accept_language,
        x_forwarded_for,
        sum(rollup.requests) AS requests
    FROM {processing:Identifier}.rollup_profiles AS rollup
    WHERE hour >= {first_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')}
      AND ja4 != '' /*filters:logs*/
    GROUP BY ALL
    UNION ALL
    SELECT
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
        count() AS requests
    FROM {logs:Identifier}.http_logs
    WHERE (((time >= {since:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
        OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')})))
      AND ja4 != '' /*filters:logs*/
    GROUP BY ALL
