-- The commonest values of eight columns of the scored sessions in the window, from one scan; each facet is a filter's name.
SELECT facet, value, sessions, if(facet = 'asn', org, '') AS asn_org
FROM
(
    SELECT
        multiIf(
            grouping(threat_level) = 0, 'level',
            grouping(model_name) = 0, 'model',
            grouping(country_code) = 0, 'country',
            grouping(asn_number) = 0, 'asn',
            grouping(ja4) = 0, 'ja4',
            grouping(host) = 0, 'host',
            grouping(bot_name) = 0, 'bot',
            'family'
        ) AS facet,
        multiIf(
            facet = 'level', toString(threat_level),
            facet = 'model', toString(model_name),
            facet = 'country', toString(country_code),
            facet = 'asn', toString(asn_number),
            facet = 'ja4', toString(ja4),
            facet = 'host', toString(host),
            facet = 'bot', toString(bot_name),
            toString(browser_family)
        ) AS value,
        count() AS sessions,
        max(asn_org) AS org
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
    GROUP BY GROUPING SETS
    (
        (threat_level), (model_name), (country_code), (asn_number), (ja4), (host), (bot_name), (browser_family)
    )
)
ORDER BY facet, sessions DESC, value
LIMIT {limit:UInt32} BY facet
