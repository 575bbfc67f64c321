-- Share of a campaign's sources, beside the share of all other scored sources or of one in so many of them, that show a value, the
-- widest apart by facet. Each facet is a filter's name. A source with several values counts for each. `uniq` is exact up to 65,536
-- sources and about a percent off beyond, for a third of the time of `uniqExact`.
SELECT
    multiIf(
        grouping(ja4) = 0, 'ja4',
        grouping(asn_number) = 0, 'asn',
        grouping(country_code) = 0, 'country',
        grouping(host) = 0, 'host',
        grouping(bot_name) = 0, 'bot',
        'family'
    ) AS facet,
    multiIf(
        facet = 'ja4', toString(ja4),
        facet = 'asn', toString(asn_number),
        facet = 'country', toString(country_code),
        facet = 'host', toString(host),
        facet = 'bot', toString(bot_name),
        toString(browser_family)
    ) AS value,
    if(facet = 'asn', max(asn_org), '') AS org,
    uniqIf(source, member) / greatest({own:UInt64}, 1) AS own_share,
    uniqIf(source, NOT member) / greatest({other:UInt64}, 1) AS other_share,
    own_share - other_share AS effect
FROM
(
    SELECT
        cityHash64(src_ip) AS source,
        src_ip GLOBAL IN
        (
            SELECT src_ip
            FROM {processing:Identifier}.ml_detected_anomalies
            WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
              AND campaign_id = {campaign:Int32}
        ) AS member,
        ja4,
        asn_number,
        asn_org,
        country_code,
        host,
        bot_name,
        browser_family
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
      AND (source % {one_in:UInt32} = 0 OR member)
)
GROUP BY GROUPING SETS ((ja4), (asn_number), (country_code), (host), (bot_name), (browser_family))
HAVING facet != 'bot' OR value != ''
ORDER BY facet, abs(effect) DESC, value
LIMIT {limit:UInt32} BY facet
