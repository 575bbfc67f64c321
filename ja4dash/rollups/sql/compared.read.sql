    WITH status_class AS status
    SELECT hour >= {since:DateTime('UTC')} AS inside, hour AS begun, http_version AS version, requests AS found
    FROM {processing:Identifier}.rollup_requests
    WHERE hour >= {before_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')}
      AND NOT (hour >= {since_hour:DateTime('UTC')} AND hour < {first_hour:DateTime('UTC')}) /*filters:logs*/
    UNION ALL
    SELECT
        time >= {since:DateTime('UTC')} AS inside,
        toStartOfHour(time, 'UTC') AS begun,
        http_version AS version,
        count() AS found
    FROM {logs:Identifier}.http_logs
    WHERE ((time >= {before:DateTime('UTC')} AND time < {before_hour:DateTime('UTC')})
        OR (time >= {since_hour:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
        OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')})) /*filters:logs*/
    GROUP BY inside, begun, version
