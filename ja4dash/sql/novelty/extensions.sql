-- How many extensions the ClientHellos of each TLS stack had, hour by hour, over all traffic. A stack is the first part of a
-- JA4 without the number of extensions, and its ciphers; all but the busiest stacks are one, without a name.
SELECT
    hour,
    if(place <= {stacks:UInt16}, stack_key, '') AS stack,
    number AS extensions,
    sum(counted) AS requests
FROM
(
    SELECT
        hour,
        stack_key,
        number,
        counted,
        dense_rank() OVER (ORDER BY whole DESC, stack_key) AS place
    FROM
    (
        SELECT
            toStartOfInterval(time, toIntervalHour({hours:UInt16}), 'UTC') AS hour,
            concat(substring(ja4, 1, 6), substring(ja4, 9, 15)) AS stack_key,
            toUInt8OrZero(substring(ja4, 7, 2)) AS number,
            count() AS counted,
            sum(counted) OVER (PARTITION BY stack_key) AS whole
        FROM {logs:Identifier}.http_logs
        WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
          AND match(ja4, '^[tqd][0-9s][0-9][di][0-9]{4}.._[0-9a-f]{12}_[0-9a-f]{12}$')
        GROUP BY hour, stack_key, number
    )
)
GROUP BY hour, stack, extensions
ORDER BY hour, stack, extensions
LIMIT 500000
