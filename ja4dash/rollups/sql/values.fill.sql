SELECT
    hour,
    multiIf(grouping(host) = 0, 'host', grouping(ja4) = 0, 'ja4', grouping(src_ip) = 0, 'ip', 'agent') AS facet,
    host,
    ja4,
    src_ip,
    agent,
    count() AS requests,
    countIf(status >= 400) AS errors
FROM
(
    SELECT
        toStartOfHour(time, 'UTC') AS hour,
        host,
        ja4,
        toIPv6(src_ip) AS src_ip,
        if(header_user_agent = '', 0, cityHash64(header_user_agent)) AS agent,
        status
    FROM {logs:Identifier}.http_logs
)
GROUP BY GROUPING SETS ((hour, host), (hour, ja4), (hour, src_ip), (hour, agent))
