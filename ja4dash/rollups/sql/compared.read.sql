    SELECT hour >= {since:DateTime('UTC')} AS inside, sum(requests) AS found
    FROM
    (
        SELECT hour, method, http_version, status_class AS status, src_country_code, requests
        FROM {processing:Identifier}.rollup_requests
    )
    WHERE hour >= {before_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')}
      AND NOT (hour >= {since_hour:DateTime('UTC')} AND hour < {first_hour:DateTime('UTC')}) /*filters:logs*/
    GROUP BY inside
    UNION ALL
    SELECT time >= {since:DateTime('UTC')} AS inside, count() AS found
    FROM {logs:Identifier}.http_logs
    WHERE ((time >= {before:DateTime('UTC')} AND time < {before_hour:DateTime('UTC')})
        OR (time >= {since_hour:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
        OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')})) /*filters:logs*/
    GROUP BY inside
