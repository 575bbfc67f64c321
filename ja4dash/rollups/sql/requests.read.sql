    WITH status_class AS status
    SELECT hour AS begun, requests AS found
    FROM {processing:Identifier}.rollup_requests
    WHERE hour >= {first_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')} /*filters:logs*/
    UNION ALL
    SELECT toStartOfHour(time, 'UTC') AS begun, count() AS found
    FROM {logs:Identifier}.http_logs
    WHERE (((time >= {since:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
        OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')}))) /*filters:logs*/
    GROUP BY begun
