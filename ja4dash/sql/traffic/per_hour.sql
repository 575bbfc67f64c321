-- Requests of the window by hour (UTC) and HTTP version, beside those of the period before, which have no hour.
SELECT
    inside,
    if(inside, begun, toDateTime(0, 'UTC')) AS hour,
    if(match(version, '^HTTP/[0-9](\\.[0-9])?$'), version, 'other') AS http_version,
    sum(found) AS requests
FROM /*rollup:compared*/
(
    SELECT
        time >= {since:DateTime('UTC')} AS inside,
        toStartOfHour(time, 'UTC') AS begun,
        http_version AS version,
        count() AS found
    FROM {logs:Identifier}.http_logs
    WHERE time >= {before:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    GROUP BY inside, begun, version
) /*end*/
GROUP BY inside, hour, http_version
ORDER BY http_version, hour
