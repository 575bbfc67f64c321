-- Share of a campaign's sources, beside the share of all other scored sources, that show a value, the widest apart by facet; each
-- facet is a filter's name. A source with several values counts for each.
SELECT
    shown.1 AS facet,
    shown.2 AS value,
    max(shown.3) AS asn_org,
    countIf(member) AS own,
    countIf(NOT member) AS other,
    own / max(all_own) AS own_share,
    other / max(all_other) AS other_share,
    own_share - other_share AS effect
FROM
(
    SELECT
        src_ip GLOBAL IN
        (
            SELECT src_ip
            FROM {processing:Identifier}.ml_detected_anomalies
            WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
              AND campaign_id = {campaign:Int32}
        ) AS member,
        sum(member) OVER () AS all_own,
        sum(NOT member) OVER () AS all_other,
        arrayConcat(
            arrayMap(x -> ('ja4', toString(x), ''), groupUniqArray(ja4)),
            arrayMap(x -> ('asn', toString(x.1), toString(x.2)), groupUniqArray((asn_number, asn_org))),
            arrayMap(x -> ('country', toString(x), ''), groupUniqArray(country_code)),
            arrayMap(x -> ('host', toString(x), ''), groupUniqArray(host)),
            arrayMap(x -> ('bot', toString(x), ''), groupUniqArrayIf(bot_name, bot_name != '')),
            arrayMap(x -> ('family', toString(x), ''), groupUniqArray(browser_family))
        ) AS values_shown
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
    GROUP BY src_ip
)
ARRAY JOIN values_shown AS shown
GROUP BY facet, value
HAVING max(all_own) > 0 AND max(all_other) > 0
ORDER BY facet, abs(effect) DESC, value
LIMIT {limit:UInt32} BY facet
