SELECT ja4, asn_label, count() AS sessions, uniqExact(src_ip), sum(hits), avg(hit_velocity), avg(fuzzing_index), avg(modern_browser_score) FROM {processing:Identifier}.view_ai_features_1h WHERE ja4 != '' GROUP BY ja4, asn_label ORDER BY sessions DESC LIMIT 100
;
SELECT ja4, bot_name, count() AS sessions, uniqExact(src_ip), sum(hits) FROM {processing:Identifier}.view_ai_features_1h WHERE bot_name != '' GROUP BY ja4, bot_name ORDER BY sessions DESC LIMIT 100
