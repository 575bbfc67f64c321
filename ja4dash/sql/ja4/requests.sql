-- Requests of a JA4, newest first, one page.
SELECT
    time,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    src_port,
    method,
    host,
    path,
    query,
    status,
    http_version,
    header_user_agent,
    header_referer,
    header_sec_ch_ua,
    tls_version,
    tls_alpn,
    h2_fingerprint,
    src_asn,
    src_as_name,
    src_country_code
FROM {logs:Identifier}.http_logs
WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
  AND ja4 = {ja4:String} /*filters:logs*/
ORDER BY /*order*/ time DESC, src_ip, src_port, host, path, query, method, header_referer
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
