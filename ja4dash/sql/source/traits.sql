-- What an address sends in each of ten respects: the commonest values, how many there are, and who is known by them.
SELECT
    trait,
    value,
    requests,
    first_seen,
    last_seen,
    count() OVER (PARTITION BY trait) AS distinct_values,
    multiIf(
        trait = 'ja4', dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', value, ''),
        trait = 'h2_fingerprint', dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ value, ''),
        ''
    ) AS browser_family,
    if(trait = 'ja4', dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', value, ''), '') AS bot_name
FROM
(
    SELECT
        multiIf(
            grouping(ja4) = 0, 'ja4',
            grouping(h2_fingerprint) = 0, 'h2_fingerprint',
            grouping(header_user_agent) = 0, 'header_user_agent',
            grouping(header_sec_ch_ua) = 0, 'header_sec_ch_ua',
            grouping(header_sec_ch_ua_platform) = 0, 'header_sec_ch_ua_platform',
            grouping(header_accept_language) = 0, 'header_accept_language',
            grouping(tls_alpn) = 0, 'tls_alpn',
            grouping(tls_version) = 0, 'tls_version',
            grouping(http_version) = 0, 'http_version',
            'host'
        ) AS trait,
        multiIf(
            trait = 'ja4', toString(ja4),
            trait = 'h2_fingerprint', toString(h2_fingerprint),
            trait = 'header_user_agent', toString(header_user_agent),
            trait = 'header_sec_ch_ua', toString(header_sec_ch_ua),
            trait = 'header_sec_ch_ua_platform', toString(header_sec_ch_ua_platform),
            trait = 'header_accept_language', toString(header_accept_language),
            trait = 'tls_alpn', toString(tls_alpn),
            trait = 'tls_version', toString(tls_version),
            trait = 'http_version', toString(http_version),
            toString(host)
        ) AS value,
        count() AS requests,
        min(time) AS first_seen,
        max(time) AS last_seen
    FROM {logs:Identifier}.http_logs
    WHERE src_ip = toIPv6({ip:String})
      AND time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    GROUP BY GROUPING SETS
    (
        (ja4), (h2_fingerprint), (header_user_agent), (header_sec_ch_ua), (header_sec_ch_ua_platform),
        (header_accept_language), (tls_alpn), (tls_version), (http_version), (host)
    )
)
ORDER BY trait, requests DESC, value
LIMIT {limit:UInt32} BY trait
