-- HTTP/2 fingerprints of the last hour, most sessions first, those that are asked for before all others.
-- They are counted by their canonical spelling: reserved settings, sent at random, make no new fingerprint.
-- A session is an address, a JA4 and a host. ja4 and header_user_agent are what most of its requests carry.
SELECT
    spelling AS h2_fingerprint,
    count() AS sessions,
    uniqExact(ip) AS sources,
    sum(n) AS requests,
    uniqExact(ja4) AS ja4s,
    topKWeighted(1)(ja4, n)[1] AS top_ja4,
    topKWeighted(1)(agent, n)[1] AS header_user_agent,
    min(first) AS first_seen,
    max(last) AS last_seen,
    count() OVER () AS fingerprints,
    sum(sessions) OVER () AS all_sessions
FROM
(
    SELECT
        /*canonical*/ h2_fingerprint AS spelling,
        toIPv6(src_ip) AS ip,
        ja4,
        host,
        count() AS n,
        max(header_user_agent) AS agent,
        min(time) AS first,
        max(time) AS last
    FROM {logs:Identifier}.http_logs
    WHERE h2_fingerprint != ''
      AND time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
    GROUP BY spelling, src_ip, ja4, host
)
GROUP BY spelling
ORDER BY spelling IN {asked:Array(String)} DESC, sessions DESC, requests DESC, h2_fingerprint
LIMIT {limit:UInt32}
