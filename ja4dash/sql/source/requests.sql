-- Requests of an address, newest first, one page.
SELECT
    time,
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
    ja4,
    tls_version,
    tls_alpn,
    h2_fingerprint,
    src_asn,
    src_as_name,
    src_country_code
FROM {logs:Identifier}.http_logs
WHERE src_ip = toIPv6({ip:String})
  AND time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
ORDER BY /*order*/ time DESC, src_port, host, path, query, method, header_referer
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
