-- Distinct addresses of each listed JA4, of each family of them and of all of them, every address counted once; all requests.
SELECT
    grouping(listed) = 0 AS of_ja4,
    grouping(family) = 0 AS of_family,
    if(of_ja4, listed, '') AS fingerprint,
    if(of_family, family, '') AS user_agent_family,
    uniqExactIf(src_ip, family != '') AS ips,
    sum(found) AS requests,
    sum(without) AS without_ja4
FROM
(
    SELECT
        transform(ja4, {ja4s:Array(String)}, {families:Array(String)}, '') AS family,
        if(family = '', '', toString(ja4)) AS listed,
        src_ip,
        count() AS found,
        countIf(ja4 = '') AS without
    FROM {logs:Identifier}.http_logs
    WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    GROUP BY family, listed, src_ip
)
GROUP BY GROUPING SETS ((listed), (family), ())
LIMIT 2000
