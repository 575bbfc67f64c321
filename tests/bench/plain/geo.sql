SELECT country_code, count() AS sessions, uniqExact(src_ip), sum(hits), avg(hit_velocity), avg(fuzzing_index) FROM {processing:Identifier}.view_ai_features_1h GROUP BY country_code ORDER BY sessions DESC
;
SELECT asn_label, count() AS sessions, uniqExact(src_ip), sum(hits), avg(hit_velocity), avg(fuzzing_index) FROM {processing:Identifier}.view_ai_features_1h GROUP BY asn_label ORDER BY sessions DESC
;
SELECT country_code, asn_label, count() AS sessions, uniqExact(src_ip), sum(hits) FROM {processing:Identifier}.view_ai_features_1h GROUP BY country_code, asn_label ORDER BY sessions DESC
;
SELECT asn_number, any(asn_org), any(asn_label), count(), uniqExact(src_ip), sum(hits) AS n, avg(hit_velocity), avg(fuzzing_index) FROM {processing:Identifier}.view_ai_features_1h GROUP BY asn_number ORDER BY n DESC LIMIT 50
;
SELECT count(), uniqExact(src_ip), sum(hits), uniqExact(country_code), uniqExact(asn_number) FROM {processing:Identifier}.view_ai_features_1h
