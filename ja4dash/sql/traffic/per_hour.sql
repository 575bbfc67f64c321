-- Requests per hour (UTC) and HTTP version, zero where a version has none.
SELECT hour, version AS http_version, sum(found) AS requests
FROM
(
    SELECT hour, if(match(http_version, '^HTTP/[0-9](\\.[0-9])?$'), http_version, 'other') AS version, found
    FROM /*rollup:requests*/
    (
        SELECT toStartOfHour(time, 'UTC') AS hour, http_version, count() AS found
        FROM {logs:Identifier}.http_logs
        WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
        GROUP BY hour, http_version
    ) /*end*/
)
GROUP BY hour, version
ORDER BY
    version,
    hour WITH FILL FROM toStartOfHour({since:DateTime('UTC')}, 'UTC') TO {until:DateTime('UTC')} STEP toIntervalHour(1)
