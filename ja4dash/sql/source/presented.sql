-- How an address presents itself: what goes together in its requests, and all of its requests, from one read of the log.
SELECT
    grouping(ja4) = 1 AS is_whole,
    ja4,
    h2_fingerprint,
    header_user_agent,
    header_sec_ch_ua,
    header_sec_ch_ua_platform,
    tls_alpn,
    http_version,
    count() AS requests,
    min(time) AS first_seen,
    max(time) AS last_seen,
    uniqExact(host) AS hosts,
    uniqExact(path) AS paths,
    uniqExactIf(agent, agent != '') AS user_agents,
    uniqExactIf(tls, tls != '') AS ja4s,
    uniqExactIf(h2, h2 != '') AS h2_fingerprints,
    argMaxIf(src_asn, time, src_asn > 0) AS recorded_asn,
    argMaxIf(src_as_name, time, src_as_name != '') AS recorded_name,
    argMaxIf(src_country_code, time, src_country_code != '') AS recorded_country
FROM
(
    SELECT
        time, host, path, src_asn, src_as_name, src_country_code,
        ja4, h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version,
        header_user_agent AS agent, ja4 AS tls, h2_fingerprint AS h2
    FROM {logs:Identifier}.http_logs
    WHERE src_ip = toIPv6({ip:String})
      AND time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
)
GROUP BY GROUPING SETS
(
    (ja4, h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version), ()
)
ORDER BY
    is_whole DESC,
    requests DESC,
    ja4, h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version
LIMIT {limit:UInt32}
