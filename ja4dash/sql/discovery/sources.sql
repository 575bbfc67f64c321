-- Distinct addresses of each JA4, of each family of JA4s and of all of them, every address counted once; and all requests.
SELECT
    grouping(ja4) = 0 AS of_ja4,
    grouping(family) = 0 AS of_family,
    if(of_ja4, toString(ja4), '') AS fingerprint,
    if(of_family, family, '') AS user_agent_family,
    uniqExactIf(src_ip, family != '') AS ips,
    sum(found) AS requests,
    sumIf(found, ja4 = '') AS without_ja4
FROM
(
    SELECT
        ja4,
        transform(toString(ja4), {ja4s:Array(String)}, {families:Array(String)}, '') AS family,
        src_ip,
        count() AS found
    FROM {logs:Identifier}.http_logs
    WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    GROUP BY ja4, src_ip
)
GROUP BY GROUPING SETS ((ja4), (family), ())
HAVING of_ja4 = 0 OR has({ja4s:Array(String)}, ja4)
LIMIT 2000
