-- Distinct addresses of each listed JA4, of each family of them and of all of them, every address counted once; all requests.
SELECT
    grouping(listed) = 0 AS of_ja4,
    grouping(family) = 0 AS of_family,
    if(of_ja4, listed, '') AS fingerprint,
    if(of_family, family, '') AS user_agent_family,
    uniqExactMergeIf(addresses, family != '') AS ips,
    sum(found) AS requests,
    sumIf(found, ja4 = '') AS without_ja4
FROM
(
    SELECT
        transform(ja4, {ja4s:Array(String)}, {families:Array(String)}, '') AS family,
        if(family = '', '', toString(ja4)) AS listed,
        ja4,
        sources AS addresses,
        requests AS found
    FROM /*rollup:sources*/
    (
        SELECT ja4, uniqExactState(toIPv6(src_ip)) AS sources, count() AS requests
        FROM {logs:Identifier}.http_logs
        WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
        GROUP BY ja4
    ) /*end*/
)
GROUP BY GROUPING SETS ((listed), (family), ())
LIMIT 2000
