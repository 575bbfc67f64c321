-- Sessions of the last hour by country, by kind of network, by both, by network, and in all, from one reading of the view.
-- Each part counts its own distinct sources. The busiest networks are kept, and every country.
SELECT
    part,
    country_code,
    if(part = 'network', label_of_network, asn_label) AS asn_label,
    asn_number,
    if(part = 'network', org, '') AS asn_org,
    sessions,
    sources,
    requests AS hits,
    velocity AS hit_velocity,
    fuzzing AS fuzzing_index,
    networks,
    countries
FROM
(
    SELECT
        multiIf(
            grouping(asn_number) = 0, 'network',
            grouping(country_code) = 0 AND grouping(asn_label) = 0, 'country_label',
            grouping(country_code) = 0, 'country',
            grouping(asn_label) = 0, 'label',
            'total'
        ) AS part,
        country_code,
        asn_label,
        asn_number,
        any(asn_label) AS label_of_network,
        argMaxIf(asn_org, (hits, asn_org), asn_org != '') AS org,
        count() AS sessions,
        uniqExact(src_ip) AS sources,
        sum(hits) AS requests,
        avg(hit_velocity) AS velocity,
        avg(fuzzing_index) AS fuzzing,
        uniqExactIf(asn_number, asn_number != 0) AS networks,
        uniqExactIf(country_code, country_code != '') AS countries,
        row_number() OVER (PARTITION BY part ORDER BY requests DESC, sessions DESC, asn_number, country_code, asn_label) AS place
    FROM {processing:Identifier}.view_ai_features_1h
    WHERE hits > 0 /*filters:features*/
    GROUP BY GROUPING SETS ((country_code), (country_code, asn_label), (asn_label), (asn_number), ())
)
WHERE place <= if(part = 'network', {limit:UInt32}, 1000)
ORDER BY part, place
LIMIT 4000
