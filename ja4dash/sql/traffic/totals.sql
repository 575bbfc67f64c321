-- Requests of the window beside the period before, and how many sources, hosts, JA4s and User-Agents sent them.
-- Text is counted by its 64-bit hash: five times as fast, and two texts with one hash are not to be expected.
SELECT
    countIf(time >= {since:DateTime('UTC')}) AS requests,
    countIf(time < {since:DateTime('UTC')}) AS requests_before,
    uniqExactIf(src_ip, time >= {since:DateTime('UTC')}) AS sources,
    uniqExactIf(src_ip, time < {since:DateTime('UTC')}) AS sources_before,
    uniqExactIf(cityHash64(host), time >= {since:DateTime('UTC')} AND host != '') AS hosts,
    uniqExactIf(cityHash64(host), time < {since:DateTime('UTC')} AND host != '') AS hosts_before,
    uniqExactIf(cityHash64(ja4), time >= {since:DateTime('UTC')} AND ja4 != '') AS ja4s,
    uniqExactIf(cityHash64(ja4), time < {since:DateTime('UTC')} AND ja4 != '') AS ja4s_before,
    uniqExactIf(cityHash64(header_user_agent), time >= {since:DateTime('UTC')} AND header_user_agent != '') AS user_agents,
    uniqExactIf(cityHash64(header_user_agent), time < {since:DateTime('UTC')} AND header_user_agent != '') AS user_agents_before,
    countIf(time >= {since:DateTime('UTC')} AND status >= 400) AS errors,
    countIf(time < {since:DateTime('UTC')} AND status >= 400) AS errors_before
FROM {logs:Identifier}.http_logs
WHERE time >= {before:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
