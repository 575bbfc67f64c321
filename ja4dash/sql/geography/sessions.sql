-- Sessions of the last hour by country, by kind of network, by both, by network, and in all, from one reading of the view.
-- Each counts its own distinct sources; the busiest thousand are kept. `summed` has a bit for each of country (4), kind (2) and
-- network (1) that a row does not tell apart: 7 is all, 3 a country, 5 a kind, 1 both, 6 a network.
SELECT
    grouping(country_code, asn_label, asn_number) AS summed,
    country_code,
    asn_label,
    asn_number,
    any(asn_label) AS network_label,
    argMaxIf(asn_org, hits, asn_org != '') AS network_org,
    count() AS sessions,
    uniqExact(src_ip) AS sources,
    sum(hits) AS requests,
    avg(hit_velocity) AS velocity,
    avg(fuzzing_index) AS fuzzing,
    uniqExactIf(asn_number, asn_number != 0) AS networks,
    uniqExactIf(country_code, country_code != '') AS countries
FROM {processing:Identifier}.view_ai_features_1h
WHERE hits > 0 /*filters:features*/
GROUP BY GROUPING SETS ((country_code), (country_code, asn_label), (asn_label), (asn_number), ())
ORDER BY requests DESC, sessions DESC, asn_number, country_code, asn_label
LIMIT 1000 BY summed
