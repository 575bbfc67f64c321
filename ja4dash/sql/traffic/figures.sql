-- Requests by the commonest values of seven columns, by User-Agent, and by hour and version, beside the period before.
-- One read of the log: how many values a column has is counted over its groups, all of them. A User-Agent is known by its
-- 64-bit hash: two texts with one hash are not to be expected.
SELECT
    facet,
    value,
    hour,
    requests,
    requests_before,
    errors,
    errors_before,
    countIf(requests > 0 AND value != '') OVER (PARTITION BY facet) AS known,
    countIf(requests_before > 0 AND value != '') OVER (PARTITION BY facet) AS known_before
FROM
(
    SELECT
        multiIf(
            grouping(method) = 0, 'method',
            grouping(host) = 0, 'host',
            grouping(http_version) = 0, 'http',
            grouping(status_class) = 0, 'status',
            grouping(src_country_code) = 0, 'country',
            grouping(ja4) = 0, 'ja4',
            grouping(src_ip) = 0, 'ip',
            grouping(agent) = 0, 'agent',
            'hour'
        ) AS facet,
        multiIf(
            facet = 'method', toString(method),
            facet = 'host', toString(host),
            facet = 'http', toString(http_version),
            facet = 'status', toString(status_class),
            facet = 'country', toString(src_country_code),
            facet = 'ja4', toString(ja4),
            facet = 'ip', replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1'),
            facet = 'agent', if(agent = 0, '', toString(agent)),
            version
        ) AS value,
        begun AS hour,
        countIf(inside) AS requests,
        countIf(NOT inside) AS requests_before,
        countIf(inside AND failed) AS errors,
        countIf(NOT inside AND failed) AS errors_before
    FROM
    (
        SELECT
            time >= {since:DateTime('UTC')} AS inside,
            status >= 400 AS failed,
            method,
            host,
            http_version,
            intDiv(status, 100) AS status_class,
            src_country_code,
            ja4,
            src_ip,
            if(header_user_agent = '', 0, cityHash64(header_user_agent)) AS agent,
            toStartOfHour(time, 'UTC') AS begun,
            if(match(http_version, '^HTTP/[0-9](\\.[0-9])?$'), toString(http_version), 'other') AS version
        FROM {logs:Identifier}.http_logs
        WHERE time >= {before:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    )
    GROUP BY GROUPING SETS
    (
        (method), (host), (http_version), (status_class), (src_country_code), (ja4), (src_ip), (agent), (begun, version)
    )
)
ORDER BY facet, requests DESC, value, hour
LIMIT {limit:UInt32} BY facet, hour, if(facet = 'hour', value, '')
