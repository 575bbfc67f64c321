-- Raw requests of the window, newest first, one page.
-- The hour before the time is the key's, so that the newest hours are enough.
SELECT
    time,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    method,
    host,
    path,
    query,
    status,
    http_version,
    header_user_agent,
    ja4,
    h2_fingerprint,
    src_asn,
    src_as_name,
    src_country_code
FROM {logs:Identifier}.http_logs
WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
ORDER BY /*order*/ toStartOfHour(time) DESC, time DESC, src_ip, src_port, host, path, query, method
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
