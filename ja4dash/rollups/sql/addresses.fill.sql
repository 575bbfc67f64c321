SELECT
    toStartOfHour(time, 'UTC') AS hour,
    toIPv6(src_ip) AS address,
    count() AS requests
FROM {logs:Identifier}.http_logs
GROUP BY hour, address
