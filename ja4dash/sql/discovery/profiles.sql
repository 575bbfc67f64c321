-- JA4s with most requests and what their clients send; requests are first counted by what they have in common, so that all
-- that is said of a JA4 is exact and cheap. Distinct addresses are `discovery/sources`'s: their sets are the costly part.
WITH
    counted -> arraySort((value, hits) -> (-toInt64(hits), value), counted.1, counted.2) AS by_hits,
    (values, most) -> arrayMap(value -> leftUTF8(value, 500), arraySlice(values, 1, most)) AS sampled,
    combinations AS
    (
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
        WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
          AND ja4 != '' /*filters:logs*/
        GROUP BY ALL
    ),
    profiles AS
    (
        SELECT
            toString(ja4) AS ja4_text,
            sum(requests) AS hits,
            uniqExactIf(header_user_agent, header_user_agent != '') AS user_agents,
            sumMap([toString(header_user_agent)], [requests]) AS agents_counted,
            by_hits(sumMapIf([toString(tls_version)], [requests], tls_version != '')) AS tls_versions,
            by_hits(sumMapIf([toString(tls_alpn)], [requests], tls_alpn != '')) AS alpns,
            by_hits(
                sumMapIf(
                    [(toString(h2_fingerprint), toString(h2_settings_fp), h2_window_update, toString(h2_pseudo_order))],
                    [requests],
                    h2_fingerprint != ''
                )
            ) AS h2s,
            sumIf(requests, h2_fingerprint != '') AS with_h2,
            sumIf(requests, header_sec_ch_ua != '') AS with_sec_ch_ua,
            sumIf(requests, sec_fetch) AS with_sec_fetch,
            sumIf(requests, accept_language) AS with_accept_language,
            sumIf(requests, hasToken(lower(header_accept_encoding), 'zstd')) AS with_zstd,
            sumIf(requests, hasToken(lower(header_accept_encoding), 'br')) AS with_br,
            sumIf(requests, hasToken(lower(header_accept_encoding), 'gzip')) AS with_gzip,
            sumIf(requests, x_forwarded_for) AS with_x_forwarded_for,
            by_hits(sumMapIf([toString(header_sec_ch_ua)], [requests], header_sec_ch_ua != '')) AS brands,
            by_hits(sumMapIf([toString(header_sec_ch_ua_platform)], [requests], header_sec_ch_ua_platform != '')) AS platforms,
            by_hits(sumMapIf([toString(header_sec_ch_ua_mobile)], [requests], header_sec_ch_ua_mobile != '')) AS mobiles,
            by_hits(sumMapIf([toString(header_accept_encoding)], [requests], header_accept_encoding != '')) AS encodings
        FROM combinations
        GROUP BY ja4
        HAVING hits >= {minimum:UInt32}
    )
SELECT
    ja4_text AS ja4,
    hits,
    user_agents,
    sampled(by_hits(agents_counted), {agents:UInt32}) AS agents,
    arraySlice(arraySort(count -> -toInt64(count), agents_counted.2), 1, {agents:UInt32}) AS agent_hits,
    tls_versions[1] AS tls_version,
    alpns[1] AS alpn,
    h2s[1].1 AS h2_fingerprint,
    h2s[1].2 AS h2_settings_fp,
    h2s[1].3 AS h2_window_update,
    h2s[1].4 AS h2_pseudo_order,
    length(h2s) AS h2_fingerprints,
    100 * with_h2 / hits AS h2_pct,
    100 * with_sec_ch_ua / hits AS sec_ch_ua_pct,
    100 * with_sec_fetch / hits AS sec_fetch_pct,
    100 * with_accept_language / hits AS accept_language_pct,
    100 * with_zstd / hits AS zstd_pct,
    100 * with_br / hits AS br_pct,
    100 * with_gzip / hits AS gzip_pct,
    100 * with_x_forwarded_for / hits AS x_forwarded_for_pct,
    sampled(brands, 3) AS sec_ch_ua_samples,
    sampled(platforms, 3) AS platform_samples,
    sampled(mobiles, 3) AS mobile_samples,
    encodings[1] AS accept_encoding,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4_text, '') AS browser_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4_text, '') AS bot_name,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ h2_fingerprint, '') AS h2_family,
    count() OVER () AS profiles_total
FROM profiles
ORDER BY hits DESC, ja4
LIMIT {limit:UInt32}
