-- Sources that showed more than one User-Agent on one JA4 in the last hour, most User-Agents first.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    ja4,
    distinct_ua_count,
    ua_samples,
    total_requests
FROM {processing:Identifier}.view_dashboard_user_agents
WHERE distinct_ua_count > 1
ORDER BY distinct_ua_count DESC, total_requests DESC, src_ip, ja4
LIMIT {limit:UInt32}
