    SELECT hour, ja4, sum(rollup.requests) AS counted
    FROM {processing:Identifier}.rollup_sources AS rollup
    WHERE hour >= {first_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')} AND ja4 != ''
    GROUP BY hour, ja4
    UNION ALL
    SELECT toStartOfHour(time, 'UTC') AS hour, ja4, count() AS counted
    FROM {logs:Identifier}.http_logs
    WHERE ((time >= {since:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
        OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')})) AND ja4 != ''
    GROUP BY hour, ja4
