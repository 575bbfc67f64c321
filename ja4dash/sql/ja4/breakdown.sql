-- Scored sessions of a JA4, and their sources, by five columns, from one scan; each facet is a filter's name.
SELECT
    facet,
    value,
    if(facet = 'asn', org, '') AS asn_org,
    sessions,
    sources,
    worst_score
FROM
(
    SELECT
        multiIf(
            grouping(host) = 0, 'host',
            grouping(asn_number) = 0, 'asn',
            grouping(country_code) = 0, 'country',
            grouping(bot_name) = 0, 'bot',
            'family'
        ) AS facet,
        multiIf(
            facet = 'host', toString(host),
            facet = 'asn', toString(asn_number),
            facet = 'country', toString(country_code),
            facet = 'bot', toString(bot_name),
            toString(browser_family)
        ) AS value,
        count() AS sessions,
        uniqCombined64(14)(src_ip) AS sources,
        max(asn_org) AS org,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND ja4 = {ja4:String} /*filters:scores*/
    GROUP BY GROUPING SETS ((host), (asn_number), (country_code), (bot_name), (browser_family))
)
ORDER BY facet, sessions DESC, value
LIMIT 100 BY facet
