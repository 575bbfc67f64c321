SELECT * FROM {processing:Identifier}.view_host_ip_ja4_rotation ORDER BY distinct_ja4 DESC LIMIT 100
