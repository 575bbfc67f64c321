-- Requests of the window beside the period before, and how many sources, hosts, JA4s and User-Agents sent them.
SELECT
    countIf(time >= {since:DateTime('UTC')}) AS requests,
    countIf(time < {since:DateTime('UTC')}) AS requests_before,
    uniqExactIf(src_ip, time >= {since:DateTime('UTC')}) AS sources,
    uniqExactIf(src_ip, time < {since:DateTime('UTC')}) AS sources_before,
    uniqExactIf(host, time >= {since:DateTime('UTC')}) AS hosts,
    uniqExactIf(host, time < {since:DateTime('UTC')}) AS hosts_before,
    uniqExactIf(ja4, time >= {since:DateTime('UTC')} AND ja4 != '') AS ja4s,
    uniqExactIf(ja4, time < {since:DateTime('UTC')} AND ja4 != '') AS ja4s_before,
    uniqExactIf(header_user_agent, time >= {since:DateTime('UTC')}) AS user_agents,
    uniqExactIf(header_user_agent, time < {since:DateTime('UTC')}) AS user_agents_before,
    countIf(time >= {since:DateTime('UTC')} AND status >= 400) AS errors,
    countIf(time < {since:DateTime('UTC')} AND status >= 400) AS errors_before
FROM {logs:Identifier}.http_logs
WHERE time >= {before:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
