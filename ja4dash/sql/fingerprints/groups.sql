-- Sessions of the last hour by JA4 and kind of network, by JA4 and bot, by kind of network, and in all: one reading.
-- Each counts its own distinct sources. `summed` has a bit for each of JA4 (4), kind (2) and bot (1) that a row does not tell
-- apart: 7 is all, 5 a kind of network, 1 a JA4 on one, 2 a bot's JA4.
SELECT
    grouping(ja4, asn_label, bot_name) AS summed,
    ja4,
    asn_label,
    bot_name,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS ja4_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS ja4_bot_name,
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
HAVING summed IN (5, 7) OR (ja4 != '' AND (summed = 1 OR bot_name != ''))
ORDER BY summed, sessions DESC, requests DESC, ja4, asn_label, bot_name
LIMIT {limit:UInt32} BY summed
