-- JA4s with most requests in the window, who sends them, and what the reference lists know about them.
SELECT
    ja4,
    count() AS requests,
    uniqExact(cityHash64(toIPv6(src_ip))) AS sources,
    uniqExactIf(src_asn, src_asn > 0) AS networks,
    min(time) AS first_seen,
    max(time) AS last_seen,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS browser_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS bot_name
FROM {logs:Identifier}.http_logs
WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
  AND ja4 != '' /*filters:logs*/
GROUP BY ja4
ORDER BY requests DESC, ja4
LIMIT {limit:UInt32}
