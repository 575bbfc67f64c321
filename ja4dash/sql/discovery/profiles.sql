-- JA4s with most requests and what their clients send. Requests are first counted by what they have in common, so that what is
-- said of a JA4 is exact and cheap; the costly sets of addresses are `discovery/sources`'s. The commonest values are exact up
-- to 2,000 different ones of a JA4: a client that invents a new User-Agent for every request does not make this slow.
WITH
    (values, numbers) -> arraySort(
        counted -> (-toInt64(counted.2), counted.1), arrayReduce('approx_top_sum(200, 2000)', values, numbers)
    ) AS by_requests,
    (values, numbers) -> arrayMap(
        counted -> leftUTF8(counted.1, 500),
        by_requests(arrayFilter(value -> value != '', values), arrayFilter((number, value) -> value != '', numbers, values))
    ) AS commonest,
    (numbers, flags) -> 100 * arraySum((number, flag) -> number * flag, numbers, flags) / arraySum(numbers) AS percent
SELECT
    ja4_text AS ja4,
    hits,
    length(arrayDistinct(arrayFilter(agent -> agent != '', agents_sent))) AS user_agents,
    by_requests(agents_sent, requests_sent) AS agents_counted,
    arrayMap(counted -> leftUTF8(counted.1, 500), agents_counted) AS agents,
    arrayMap(counted -> counted.2, agents_counted) AS agent_hits,
    commonest(tls_versions_sent, requests_sent)[1] AS tls_version,
    commonest(alpns_sent, requests_sent)[1] AS alpn,
    by_requests(
        arrayFilter(h2 -> h2.1 != '', h2s_sent), arrayFilter((number, h2) -> h2.1 != '', requests_sent, h2s_sent)
    )[1].1 AS h2,
    h2.1 AS h2_fingerprint,
    h2.2 AS h2_settings_fp,
    h2.3 AS h2_window_update,
    h2.4 AS h2_pseudo_order,
    length(arrayDistinct(arrayFilter(h2 -> h2 != '', h2s_sent.1))) AS h2_fingerprints,
    percent(requests_sent, arrayMap(h2 -> h2 != '', h2s_sent.1)) AS h2_pct,
    percent(requests_sent, arrayMap(brands -> brands != '', brands_sent)) AS sec_ch_ua_pct,
    percent(requests_sent, sec_fetch_sent) AS sec_fetch_pct,
    percent(requests_sent, accept_language_sent) AS accept_language_pct,
    percent(requests_sent, arrayMap(codings -> hasToken(lower(codings), 'zstd'), encodings_sent)) AS zstd_pct,
    percent(requests_sent, arrayMap(codings -> hasToken(lower(codings), 'br'), encodings_sent)) AS br_pct,
    percent(requests_sent, arrayMap(codings -> hasToken(lower(codings), 'gzip'), encodings_sent)) AS gzip_pct,
    percent(requests_sent, x_forwarded_for_sent) AS x_forwarded_for_pct,
    arraySlice(commonest(brands_sent, requests_sent), 1, 3) AS sec_ch_ua_samples,
    arraySlice(commonest(platforms_sent, requests_sent), 1, 3) AS platform_samples,
    arraySlice(commonest(mobiles_sent, requests_sent), 1, 3) AS mobile_samples,
    commonest(encodings_sent, requests_sent)[1] AS accept_encoding,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4_text, '') AS browser_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4_text, '') AS bot_name,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ h2_fingerprint, '') AS h2_family,
    profiles_total
FROM
(
    SELECT
        toString(ja4) AS ja4_text,
        sum(requests) AS hits,
        groupArray(requests) AS requests_sent,
        groupArray(toString(header_user_agent)) AS agents_sent,
        groupArray((toString(spelling), toString(settings), h2_window_update, toString(h2_pseudo_order))) AS h2s_sent,
        groupArray(toString(tls_version)) AS tls_versions_sent,
        groupArray(toString(tls_alpn)) AS alpns_sent,
        groupArray(toString(header_sec_ch_ua)) AS brands_sent,
        groupArray(toString(header_sec_ch_ua_platform)) AS platforms_sent,
        groupArray(toString(header_sec_ch_ua_mobile)) AS mobiles_sent,
        groupArray(toString(header_accept_encoding)) AS encodings_sent,
        groupArray(sec_fetch) AS sec_fetch_sent,
        groupArray(accept_language) AS accept_language_sent,
        groupArray(x_forwarded_for) AS x_forwarded_for_sent,
        count() OVER () AS profiles_total
    FROM
    (
        SELECT
            ja4,
            header_user_agent,
            /*canonical*/ h2_fingerprint AS spelling,
            if(spelling = h2_fingerprint, h2_settings_fp, splitByChar('|', spelling)[1]) AS settings,
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
            sum(folded.requests) AS requests
        FROM /*rollup:profiles*/
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
        ) /*end*/ AS folded
        GROUP BY ALL
    )
    GROUP BY ja4
    HAVING hits >= {minimum:UInt32}
    ORDER BY hits DESC, ja4_text
    LIMIT {limit:UInt32}
)
ORDER BY hits DESC, ja4
LIMIT {limit:UInt32}
