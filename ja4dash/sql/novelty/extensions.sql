-- How many extensions the ClientHellos of each TLS stack had, hour by hour, over all traffic. A stack is the first part of a
-- JA4 without the number of extensions, and its ciphers; all but the busiest stacks are one, without a name.
SELECT
    start AS hour,
    if(place <= {stacks:UInt16}, stack_key, '') AS stack,
    number AS extensions,
    sum(requests_of) AS requests
FROM
(
    SELECT
        start,
        stack_key,
        number,
        requests_of,
        dense_rank() OVER (ORDER BY whole DESC, stack_key) AS place
    FROM
    (
        SELECT
            toStartOfInterval(hour, toIntervalHour({hours:UInt16}), 'UTC') AS start,
            concat(substring(ja4, 1, 6), substring(ja4, 9, 15)) AS stack_key,
            toUInt8OrZero(substring(ja4, 7, 2)) AS number,
            sum(counted) AS requests_of,
            sum(requests_of) OVER (PARTITION BY stack_key) AS whole
        FROM /*rollup:handshakes*/
        (
            SELECT toStartOfHour(time, 'UTC') AS hour, ja4, count() AS counted
            FROM {logs:Identifier}.http_logs
            WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} AND ja4 != ''
            GROUP BY hour, ja4
        ) /*end*/
        WHERE match(ja4, '^[tqd][0-9s][0-9][di][0-9]{4}.._[0-9a-f]{12}_[0-9a-f]{12}$')
        GROUP BY start, stack_key, number
    )
)
GROUP BY hour, stack, extensions
ORDER BY hour, stack, extensions
LIMIT 500000
