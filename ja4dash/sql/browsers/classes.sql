-- Sessions of the last hour by browser family, HTTP/2 family, WINDOW_UPDATE signal, contradiction and JA4: one reading.
-- Every class counts its own distinct sources and carries some of its sessions, least coherent first, then busiest.
-- comparable: JA4 and HTTP/2 both belong to a known stack, so that they can agree or not. A JA4 of a tool is a stack too.
-- A window signal of a session without HTTP/2 is not recorded, which is not the same as none sent.
SELECT
    part,
    multiIf(
        part IN ('family', 'against', 'ja4'), browser_family,
        part = 'h2', h2_family,
        part = 'window', signal,
        part = 'pair', concat(ja4_says, ' / ', h2_family),
        ''
    ) AS name,
    ja4,
    ja4_says,
    h2_family,
    sessions,
    sources,
    requests AS hits,
    with_h2,
    matched,
    known,
    bots,
    unknown,
    comparable,
    mismatching,
    mismatching_sources,
    unknown_ja4s,
    if(part IN ('ja4', 'unknown_ja4', 'total'), [], some) AS members
FROM
(
    SELECT
        multiIf(
            grouping(ja4) = 0, if(browser_family != '', 'ja4', if(is_unknown, 'unknown_ja4', '')),
            grouping(h2_family) = 0 AND grouping(ja4_says) = 0, if(mismatch, 'pair', ''),
            grouping(h2_family) = 0, if(has_h2, 'h2', ''),
            grouping(browser_family) = 0 AND grouping(mismatch) = 0, if(mismatch, 'against', ''),
            grouping(browser_family) = 0, 'family',
            grouping(signal) = 0, 'window',
            grouping(mismatch) = 0, if(mismatch, 'mismatch', ''),
            grouping(is_unknown) = 0, if(is_unknown, 'unknown', ''),
            'total'
        ) AS part,
        ja4,
        browser_family,
        ja4_says,
        h2_family,
        signal,
        count() AS sessions,
        uniqExact(src_ip) AS sources,
        sum(hits) AS requests,
        countIf(has_h2) AS with_h2,
        countIf(h2_family != '') AS matched,
        countIf(browser_family != '') AS known,
        countIf(bot_name != '') AS bots,
        countIf(is_unknown) AS unknown,
        countIf(is_comparable) AS comparable,
        countIf(mismatch) AS mismatching,
        uniqExactIf(src_ip, mismatch) AS mismatching_sources,
        uniqExactIf(ja4, is_unknown AND ja4 != '') AS unknown_ja4s,
        groupArraySorted(50)(
            (
                toFloat64(fingerprint_coherence_score),
                -toInt64(hits),
                replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1'),
                ja4,
                host,
                hits,
                toFloat64(modern_browser_score),
                toUInt32(asn_number),
                asn_org,
                country_code,
                bot_name,
                browser_family,
                h2_family,
                toUInt32(h2_window_update_value),
                h2_pseudo_ord_raw,
                toUInt8(mismatch)
            )
        ) AS some
    FROM
    (
        SELECT
            src_ip,
            ja4,
            host,
            hits,
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
    GROUP BY GROUPING SETS
    (
        (ja4, browser_family, is_unknown), (ja4_says, h2_family, mismatch), (h2_family, has_h2), (browser_family), (signal),
        (browser_family, mismatch), (mismatch), (is_unknown), ()
    )
)
WHERE part != '' AND (part NOT IN ('ja4', 'unknown_ja4') OR ja4 != '')
ORDER BY part, sessions DESC, requests DESC, name, ja4
LIMIT 100 BY part
