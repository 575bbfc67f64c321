-- Requests by weekday (1 = Monday) and hour of day, UTC.
SELECT toDayOfWeek(begun, 0, 'UTC') AS weekday, toHour(begun, 'UTC') AS hour, sum(found) AS requests
FROM /*rollup:requests*/
(
    SELECT toStartOfHour(time, 'UTC') AS begun, count() AS found
    FROM {logs:Identifier}.http_logs
    WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    GROUP BY begun
) /*end*/
GROUP BY weekday, hour
