    SELECT hour, http_version, sum(requests) AS found
    FROM
    (
        SELECT hour, method, http_version, status_class AS status, src_country_code, requests
        FROM {processing:Identifier}.rollup_requests
    )
    WHERE hour >= {first_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')} /*filters:logs*/
    GROUP BY hour, http_version
    UNION ALL
    SELECT toStartOfHour(time, 'UTC') AS hour, http_version, count() AS found
    FROM {logs:Identifier}.http_logs
    WHERE (((time >= {since:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
        OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')}))) /*filters:logs*/
    GROUP BY hour, http_version
