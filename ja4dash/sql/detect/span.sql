-- The first and the last request there is.
SELECT min(time) AS first, max(time) AS last
FROM {logs:Identifier}.http_logs
