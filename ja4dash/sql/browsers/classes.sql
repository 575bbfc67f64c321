-- Sessions of the last hour by browser family, HTTP/2 family, WINDOW_UPDATE signal, contradiction and JA4: one reading.
-- Every session belongs to several classes, and every class counts its own distinct sources. `detail` is the JA4, or what the
-- JA4 of a pair says. The `chosen` classes ("family:Chrome") carry sessions too, least coherent first, then busiest.
-- comparable: JA4 and HTTP/2 both belong to a known stack, so that they can agree or not. A JA4 of a tool is a stack too.
-- A window signal of a session without HTTP/2 is not recorded, which is not the same as none sent.
SELECT
    part,
    name,
    detail,
    count() AS sessions,
    uniqExact(src_ip) AS sources,
    sum(requests) AS hits,
    countIf(has_h2) AS with_h2,
    countIf(h2_family != '') AS matched,
    countIf(browser_family != '') AS known,
    countIf(bot_name != '') AS bots,
    countIf(is_unknown) AS unknown,
    countIf(is_comparable) AS comparable,
    countIf(mismatch) AS mismatching,
    uniqExactIf(src_ip, mismatch) AS mismatching_sources,
    uniqExactIf(ja4, is_unknown AND ja4 != '') AS unknown_ja4s,
    groupArraySortedIf(50)(
        (
            fingerprint_coherence_score,
            -toInt64(requests),
            ip,
            ja4,
            host,
            requests,
            modern_browser_score,
            asn_number,
            asn_org,
            country_code,
            bot_name,
            browser_family,
            h2_family,
            h2_window_update_value,
            h2_pseudo_ord_raw,
            mismatch
        ),
        concat(part, ':', name) IN {chosen:Array(String)}
    ) AS members
FROM
(
    SELECT
        src_ip,
        replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
        ja4,
        host,
        hits AS requests,
        modern_browser_score,
        asn_number,
        asn_org,
        country_code,
        bot_name,
        browser_family,
        h2_dict_family AS h2_family,
        h2_window_update_value,
        h2_pseudo_ord_raw,
        fingerprint_coherence_score,
        tls_h2_family_mismatch = 1 AS mismatch,
        h2_window_update_value > 0 OR h2_window_absent = 1 AS has_h2,
        browser_family = '' AND bot_name = '' AS is_unknown,
        dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS tool,
        if(browser_family NOT IN ('', 'Other'), browser_family, tool) AS ja4_says,
        ja4_says != '' AND h2_family NOT IN ('', 'Other') AS is_comparable,
        multiIf(
            NOT has_h2, 'not recorded',
            h2_window_absent = 1, 'none sent',
            h2_window_chrome = 1, 'Chrome',
            h2_window_firefox = 1, 'Firefox',
            h2_window_safari = 1, 'Safari',
            'other'
        ) AS signal
    FROM {processing:Identifier}.view_ai_features_1h
    WHERE hits > 0 /*filters:features*/
)
ARRAY JOIN
    ['total', 'family', 'h2', 'window', 'pair', 'against', 'mismatch', 'unknown', 'ja4', 'unknown_ja4'] AS part,
    ['', browser_family, h2_family, signal, concat(ja4_says, ' / ', h2_family), browser_family, '', '', browser_family, ''] AS name,
    ['', '', '', '', ja4_says, '', '', '', ja4, ja4] AS detail,
    [
        true, true, has_h2, true, mismatch, mismatch, mismatch, is_unknown,
        ja4 != '' AND browser_family != '', ja4 != '' AND is_unknown
    ] AS belongs
WHERE belongs
GROUP BY part, name, detail
ORDER BY part, sessions DESC, hits DESC, name, detail
LIMIT 100 BY part
