SELECT
    toStartOfHour(time, 'UTC') AS hour,
    ja4,
    count() AS requests,
    uniqCombined64State(14)(toIPv6(src_ip)) AS sources
FROM {logs:Identifier}.http_logs
GROUP BY hour, ja4
