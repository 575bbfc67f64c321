SELECT browser_family, count() AS sessions, uniqExact(src_ip), sum(hits) FROM {processing:Identifier}.view_ai_features_1h GROUP BY browser_family ORDER BY sessions DESC
;
SELECT count(), uniqExact(src_ip), sum(hits) FROM {processing:Identifier}.view_ai_features_1h WHERE browser_family = '' AND bot_name = ''
;
SELECT ja4, browser_family, count() AS sessions, uniqExact(src_ip), sum(hits) FROM {processing:Identifier}.view_ai_features_1h WHERE browser_family != '' GROUP BY ja4, browser_family ORDER BY sessions DESC LIMIT 50
