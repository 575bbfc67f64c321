-- Who carries an HTTP/2 fingerprint in any spelling: all, by the families of their JA4, and by how they present themselves.
-- A session is an address, a JA4 and a host. `named` names a way to present oneself for a second look.
SELECT
    multiIf(grouping(agent) = 0, 'combination', grouping(ja4_family) = 0, 'family', 'all') AS part,
    ja4_family,
    ja4_tool,
    agent AS header_user_agent,
    hints AS header_sec_ch_ua,
    platform AS header_sec_ch_ua_platform,
    alpn AS tls_alpn,
    version AS http_version,
    toString(cityHash64(ja4_family, ja4_tool, agent, hints, platform, alpn, version)) AS named,
    count() AS requests,
    uniqExact(ip, ja4, host) AS sessions,
    uniqExact(ip) AS sources,
    min(time) AS first_seen,
    max(time) AS last_seen,
    count() OVER (PARTITION BY part) AS distinct_values
FROM
(
    SELECT
        toIPv6(src_ip) AS ip,
        ja4,
        host,
        time,
        toString(dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '')) AS ja4_family,
        toString(dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '')) AS ja4_tool,
        toString(header_user_agent) AS agent,
        toString(header_sec_ch_ua) AS hints,
        toString(header_sec_ch_ua_platform) AS platform,
        toString(tls_alpn) AS alpn,
        toString(http_version) AS version
    FROM {logs:Identifier}.http_logs
    WHERE /*canonical*/ h2_fingerprint = {fingerprint:String}
      AND time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
)
GROUP BY GROUPING SETS ((), (ja4_family, ja4_tool), (ja4_family, ja4_tool, agent, hints, platform, alpn, version))
ORDER BY part, requests DESC, ja4_family, ja4_tool, agent, hints, platform, alpn, version
LIMIT {limit:UInt32} BY part
