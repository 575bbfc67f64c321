    SELECT ja4, uniqCombined64MergeState(14)(rollup.sources) AS sources, sum(rollup.requests) AS requests
    FROM {processing:Identifier}.rollup_sources AS rollup
    WHERE hour >= {first_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')} /*filters:logs*/
    GROUP BY ja4
    UNION ALL
    SELECT ja4, uniqCombined64State(14)(toIPv6(src_ip)) AS sources, count() AS requests
    FROM {logs:Identifier}.http_logs
    WHERE (((time >= {since:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
        OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')}))) /*filters:logs*/
    GROUP BY ja4
