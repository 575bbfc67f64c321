SELECT time, src_ip, method, host, path, query, status, http_version, header_user_agent, ja4, h2_fingerprint, src_asn, src_as_name, src_country_code FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} ORDER BY time DESC LIMIT 50
;
SELECT count(), uniqExact(src_ip), uniqExact(host), uniqExact(ja4), uniqExact(header_user_agent), countIf(status >= 400) FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
;
SELECT count(), uniqExact(src_ip), uniqExact(host), uniqExact(ja4), uniqExact(header_user_agent), countIf(status >= 400) FROM {logs:Identifier}.http_logs WHERE time >= {before:DateTime('UTC')} AND time < {since:DateTime('UTC')}
;
SELECT method AS value, count() AS n FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY value ORDER BY n DESC LIMIT 10
;
SELECT host AS value, count() AS n FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY value ORDER BY n DESC LIMIT 10
;
SELECT http_version AS value, count() AS n FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY value ORDER BY n DESC LIMIT 10
;
SELECT intDiv(status, 100) AS value, count() AS n FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY value ORDER BY n DESC LIMIT 10
;
SELECT src_country_code AS value, count() AS n FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY value ORDER BY n DESC LIMIT 10
;
SELECT ja4 AS value, count() AS n FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY value ORDER BY n DESC LIMIT 10
;
SELECT src_ip AS value, count() AS n FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY value ORDER BY n DESC LIMIT 10
;
SELECT toStartOfHour(time) AS hour, http_version, count() FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} GROUP BY hour, http_version ORDER BY hour
