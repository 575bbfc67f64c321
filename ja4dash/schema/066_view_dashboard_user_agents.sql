-- User-Agents of each address and JA4 in the last hour.
--
-- distinct_ua_count: different User-Agents that are not empty. ua_samples: the alphabetically first five, so that they do
-- not change between two looks. window_start: when the hour began.
-- columns: src_ip ja4 distinct_ua_count ua_samples total_requests window_start
CREATE VIEW IF NOT EXISTS {processing:Identifier}.view_dashboard_user_agents AS
SELECT
    toIPv6(src_ip) AS src_ip,
    ja4,
    uniqExactIf(header_user_agent, header_user_agent != '') AS distinct_ua_count,
    arraySlice(arraySort(groupUniqArrayIf(header_user_agent, header_user_agent != '')), 1, 5) AS ua_samples,
    count() AS total_requests,
    now() - 3600 AS window_start
FROM {logs:Identifier}.http_logs
WHERE time > now() - 3600 AND time <= now()
GROUP BY src_ip, ja4
