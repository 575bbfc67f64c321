SELECT
    toStartOfHour(time, 'UTC') AS hour,
    host,
    count() AS requests
FROM {logs:Identifier}.http_logs
GROUP BY hour, host
