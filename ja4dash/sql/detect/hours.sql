-- Requests of each clock hour of a stretch of time.
SELECT toStartOfHour(time, 'UTC') AS hour, count() AS requests
FROM {logs:Identifier}.http_logs
WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
GROUP BY hour
ORDER BY hour
