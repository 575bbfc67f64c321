-- How some sessions present themselves: the commonest combinations of each, with the families JA4 and HTTP/2 are known to be.
SELECT
    replaceRegexpOne(toString(address), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    ja4,
    host,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS ja4_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS ja4_tool,
    h2_fingerprint,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ h2_fingerprint, '') AS h2_family,
    header_user_agent,
    header_sec_ch_ua,
    header_sec_ch_ua_platform,
    tls_alpn,
    http_version,
    count() AS requests
FROM
(
    SELECT
        toIPv6(src_ip) AS address,
        ja4,
        host,
        h2_fingerprint,
        header_user_agent,
        header_sec_ch_ua,
        header_sec_ch_ua_platform,
        tls_alpn,
        http_version
    FROM {logs:Identifier}.http_logs
    WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
      AND toIPv6(src_ip) IN arrayMap(one -> toIPv6(one), {ips:Array(String)})
      AND ja4 IN {ja4s:Array(String)}
      AND host IN {hosts:Array(String)}
)
GROUP BY
    address, ja4, host, h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version
ORDER BY
    requests DESC,
    address, ja4, host, h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version
LIMIT 10 BY address, ja4, host
LIMIT 10000
