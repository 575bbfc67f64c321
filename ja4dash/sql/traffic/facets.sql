-- The commonest values of seven columns in the window, from one scan; each facet is a filter's name.
SELECT facet, value, requests
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
            'ip'
        ) AS facet,
        multiIf(
            facet = 'method', toString(method),
            facet = 'host', toString(host),
            facet = 'http', toString(http_version),
            facet = 'status', toString(status_class),
            facet = 'country', toString(src_country_code),
            facet = 'ja4', toString(ja4),
            replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1')
        ) AS value,
        count() AS requests
    FROM
    (
        SELECT method, host, http_version, intDiv(status, 100) AS status_class, src_country_code, ja4, src_ip
        FROM {logs:Identifier}.http_logs
        WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    )
    GROUP BY GROUPING SETS ((method), (host), (http_version), (status_class), (src_country_code), (ja4), (src_ip))
)
ORDER BY facet, requests DESC, value
LIMIT {limit:UInt32} BY facet
