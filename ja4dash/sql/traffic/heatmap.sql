-- Requests by weekday (1 = Monday) and hour of day, UTC, all 168 cells.
SELECT weekday, hour, sum(found) AS requests
FROM
(
    SELECT toDayOfWeek(begun, 0, 'UTC') AS weekday, toHour(begun, 'UTC') AS hour, sum(counted) AS found
    FROM
    (
        SELECT hour AS begun, found AS counted
        FROM /*rollup:requests*/
        (
            SELECT toStartOfHour(time, 'UTC') AS hour, count() AS found
            FROM {logs:Identifier}.http_logs
            WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
            GROUP BY hour
        ) /*end*/
    )
    GROUP BY weekday, hour
    UNION ALL
    SELECT toUInt8(intDiv(number, 24) + 1) AS weekday, toUInt8(number % 24) AS hour, 0 AS found
    FROM numbers(168)
)
GROUP BY weekday, hour
ORDER BY weekday, hour
