    SELECT
        facet,
        value,
        number,
        toIPv6('::') AS address,
        begun,
        sum(part.inside) AS inside,
        sum(part.earlier) AS earlier,
        countIf(inside > 0 AND (value != '' OR number != 0)) OVER (PARTITION BY facet) AS known,
        countIf(earlier > 0 AND (value != '' OR number != 0)) OVER (PARTITION BY facet) AS known_before
    FROM
    (
        SELECT
            191 AS facet,
            host AS value,
            0 AS number,
            toDateTime(0, 'UTC') AS begun,
            sumIf(requests, hour >= {since:DateTime('UTC')}) AS inside,
            sumIf(requests, hour < {since:DateTime('UTC')}) AS earlier
        FROM {processing:Identifier}.rollup_hosts
        WHERE hour >= {before_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')}
          AND NOT (hour >= {since_hour:DateTime('UTC')} AND hour < {first_hour:DateTime('UTC')})
        GROUP BY host
        UNION ALL
        WITH if(header_user_agent = '', 0, cityHash64(header_user_agent)) AS agent
        SELECT
            if(grouping(ja4) = 0, 251, 253) AS facet,
            ja4 AS value,
            agent AS number,
            toDateTime(0, 'UTC') AS begun,
            sumIf(requests, hour >= {since:DateTime('UTC')}) AS inside,
            sumIf(requests, hour < {since:DateTime('UTC')}) AS earlier
        FROM {processing:Identifier}.rollup_profiles
        WHERE hour >= {before_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')}
          AND NOT (hour >= {since_hour:DateTime('UTC')} AND hour < {first_hour:DateTime('UTC')})
        GROUP BY GROUPING SETS ((ja4), (agent))
        UNION ALL
        WITH
            intDiv(status_class, 100) AS class,
            if(match(http_version, '^HTTP/[0-9](\\.[0-9])?$'), toString(http_version), 'other') AS version
        SELECT
            transform(
                grouping(method, http_version, class, src_country_code, hour), [15, 23, 27, 29, 30], [127, 223, 239, 247, 254]
            ) AS facet,
            concat(method, http_version, src_country_code, version) AS value,
            class AS number,
            hour AS begun,
            sumIf(requests, hour >= {since:DateTime('UTC')}) AS inside,
            sumIf(requests, hour < {since:DateTime('UTC')}) AS earlier
        FROM {processing:Identifier}.rollup_requests
        WHERE hour >= {before_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')}
          AND NOT (hour >= {since_hour:DateTime('UTC')} AND hour < {first_hour:DateTime('UTC')})
        GROUP BY GROUPING SETS ((method), (http_version), (class), (src_country_code), (hour, version))
        UNION ALL
        WITH
            intDiv(status, 100) AS class,
            if(header_user_agent = '', 0, cityHash64(header_user_agent)) AS agent,
            toStartOfHour(time, 'UTC') AS hour,
            if(match(http_version, '^HTTP/[0-9](\\.[0-9])?$'), toString(http_version), 'other') AS version
        SELECT
            grouping(method, host, http_version, class, src_country_code, ja4, agent, hour) AS facet,
            concat(method, host, http_version, src_country_code, ja4, version) AS value,
            class + agent AS number,
            hour AS begun,
            countIf(time >= {since:DateTime('UTC')}) AS inside,
            countIf(time < {since:DateTime('UTC')}) AS earlier
        FROM {logs:Identifier}.http_logs
        WHERE ((time >= {before:DateTime('UTC')} AND time < {before_hour:DateTime('UTC')})
            OR (time >= {since_hour:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
            OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')})) /*filters:logs*/
        GROUP BY GROUPING SETS
        (
            (method), (host), (http_version), (class), (src_country_code), (ja4), (agent), (hour, version)
        )
    ) AS part
    GROUP BY facet, value, number, begun
    UNION ALL
    SELECT
        255 AS facet,
        '' AS value,
        0 AS number,
        address,
        toDateTime(0, 'UTC') AS begun,
        sumIf(requests, late) AS inside,
        sumIf(requests, NOT late) AS earlier,
        countIf(inside > 0) OVER () AS known,
        countIf(earlier > 0) OVER () AS known_before
    FROM
    (
        SELECT address, requests, hour >= {since:DateTime('UTC')} AS late
        FROM {processing:Identifier}.rollup_addresses
        WHERE hour >= {before_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')}
          AND NOT (hour >= {since_hour:DateTime('UTC')} AND hour < {first_hour:DateTime('UTC')})
        UNION ALL
        SELECT toIPv6(src_ip) AS address, 1 AS requests, time >= {since:DateTime('UTC')} AS late
        FROM {logs:Identifier}.http_logs
        WHERE ((time >= {before:DateTime('UTC')} AND time < {before_hour:DateTime('UTC')})
            OR (time >= {since_hour:DateTime('UTC')} AND time < {first_hour:DateTime('UTC')})
            OR (time >= {last_hour:DateTime('UTC')} AND time < {until:DateTime('UTC')})) /*filters:logs*/
    )
    GROUP BY address
    ORDER BY inside DESC, address
    LIMIT {limit:UInt32}
