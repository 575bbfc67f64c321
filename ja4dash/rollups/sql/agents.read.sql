    SELECT ja4, h2_fingerprint, header_user_agent, sum(rollup.requests) AS hits, min(rollup.first) AS first
    FROM {processing:Identifier}.rollup_profiles AS rollup
    WHERE hour >= {first_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')} /*filters:logs*/
    GROUP BY ja4, h2_fingerprint, header_user_agent
    UNION ALL
    SELECT ja4, h2_fingerprint, header_user_agent, count() AS hits, min(time) AS first
    FROM {logs:Identifier}.http_logs
    WHERE ((time >= {since:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
        OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')})) /*filters:logs*/
    GROUP BY ja4, h2_fingerprint, header_user_agent
