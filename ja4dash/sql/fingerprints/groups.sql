-- Sessions of the last hour by JA4 and kind of network, by known bot and JA4, by kind of network, and in all: one reading.
-- Each part counts its own distinct sources; velocity, fuzzing and browser points are means over sessions.
SELECT
    part,
    ja4,
    asn_label,
    bot_name,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS browser_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS ja4_bot_name,
    sessions,
    sources,
    requests AS hits,
    velocity AS hit_velocity,
    fuzzing AS fuzzing_index,
    points AS modern_browser_score,
    ja4s,
    bots,
    of_bots,
    without_ja4
FROM
(
    SELECT
        multiIf(
            grouping(ja4) = 0 AND grouping(asn_label) = 0, 'fingerprint',
            grouping(ja4) = 0, 'bot',
            grouping(asn_label) = 0, 'label',
            'total'
        ) AS part,
        ja4,
        asn_label,
        bot_name,
        count() AS sessions,
        uniqExact(src_ip) AS sources,
        sum(hits) AS requests,
        avg(hit_velocity) AS velocity,
        avg(fuzzing_index) AS fuzzing,
        avg(modern_browser_score) AS points,
        uniqExactIf(ja4, ja4 != '') AS ja4s,
        uniqExactIf(bot_name, bot_name != '') AS bots,
        countIf(bot_name != '') AS of_bots,
        countIf(ja4 = '') AS without_ja4
    FROM {processing:Identifier}.view_ai_features_1h
    WHERE hits > 0 /*filters:features*/
    GROUP BY GROUPING SETS ((ja4, asn_label), (ja4, bot_name), (asn_label), ())
)
WHERE (part != 'fingerprint' OR ja4 != '') AND (part != 'bot' OR (ja4 != '' AND bot_name != ''))
ORDER BY part, sessions DESC, requests DESC, ja4, asn_label, bot_name
LIMIT {limit:UInt32} BY part
