-- Requests by the commonest values of eight columns and by hour and version, beside the period before: one reading.
-- `facet` has a bit for each column but its own: method (128), host, version, status class, country, JA4, User-Agent, hour (1);
-- 255 is the address. How many values a column has is counted over all of its groups; status classes and hours are all kept. A
-- User-Agent is known by its 64-bit hash: two texts with one hash are not to be expected.
SELECT
    facet,
    value,
    number,
    address,
    begun AS hour,
    inside AS requests,
    earlier AS requests_before,
    known,
    known_before
FROM /*rollup:figures_compared*/
(
    WITH
        intDiv(status, 100) AS class,
        if(header_user_agent = '', 0, cityHash64(header_user_agent)) AS agent,
        toStartOfHour(time, 'UTC') AS hour,
        if(match(http_version, '^HTTP/[0-9](\\.[0-9])?$'), toString(http_version), 'other') AS version
    SELECT
        grouping(method, host, http_version, class, src_country_code, ja4, agent, hour) AS facet,
        concat(method, host, http_version, src_country_code, ja4, version) AS value,
        class + agent AS number,
        toIPv6(src_ip) AS address,
        hour AS begun,
        countIf(time >= {since:DateTime('UTC')}) AS inside,
        countIf(time < {since:DateTime('UTC')}) AS earlier,
        countIf(inside > 0 AND (value != '' OR number != 0 OR facet = 255)) OVER (PARTITION BY facet) AS known,
        countIf(earlier > 0 AND (value != '' OR number != 0 OR facet = 255)) OVER (PARTITION BY facet) AS known_before
    FROM {logs:Identifier}.http_logs
    WHERE time >= {before:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    GROUP BY GROUPING SETS
    (
        (method), (host), (http_version), (class), (src_country_code), (ja4), (src_ip), (agent), (hour, version)
    )
) /*end*/
ORDER BY facet, requests DESC, value, number, address, hour
LIMIT {limit:UInt32} BY facet, hour, if(facet IN (239, 254), cityHash64(value, number), 0)
