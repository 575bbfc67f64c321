-- How an address presents itself: what goes together in its requests, and which families JA4 and HTTP/2 are known to be.
SELECT
    ja4,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS ja4_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS ja4_tool,
    h2_fingerprint,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ h2_fingerprint, '') AS h2_family,
    header_user_agent,
    header_sec_ch_ua,
    header_sec_ch_ua_platform,
    tls_alpn,
    http_version,
    requests,
    first_seen,
    last_seen
FROM
(
    SELECT
        ja4,
        h2_fingerprint,
        header_user_agent,
        header_sec_ch_ua,
        header_sec_ch_ua_platform,
        tls_alpn,
        http_version,
        count() AS requests,
        min(time) AS first_seen,
        max(time) AS last_seen
    FROM {logs:Identifier}.http_logs
    WHERE src_ip = toIPv6({ip:String})
      AND time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    GROUP BY
        ja4, h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version
)
ORDER BY
    requests DESC,
    ja4, h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version
LIMIT {limit:UInt32}
