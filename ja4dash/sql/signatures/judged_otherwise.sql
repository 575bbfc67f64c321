-- Sessions of an HTTP/2 fingerprint that present themselves in ways which would be judged otherwise, and their detections.
-- A session is an address, a JA4 and a host; it is counted once in each direction.
SELECT
    direction,
    count() AS sessions,
    uniqExact(ip) AS sources,
    countIf(found.detections > 0) AS detected_sessions,
    sum(found.detections) AS detections
FROM
(
    SELECT DISTINCT
        toIPv6(src_ip) AS ip,
        toString(ja4) AS ja4,
        toString(host) AS host,
        if(named IN {contradicting:Array(String)}, 'contradicts', 'agrees') AS direction
    FROM
    (
        SELECT
            src_ip,
            ja4,
            host,
            toString(cityHash64(
                toString(dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '')),
                toString(dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '')),
                toString(header_user_agent),
                toString(header_sec_ch_ua),
                toString(header_sec_ch_ua_platform),
                toString(tls_alpn),
                toString(http_version)
            )) AS named
        FROM {logs:Identifier}.http_logs
        WHERE /*canonical*/ h2_fingerprint = {fingerprint:String}
          AND time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
    )
    WHERE named IN {contradicting:Array(String)} OR named IN {agreeing:Array(String)}
) AS changed
GLOBAL LEFT JOIN
(
    SELECT toIPv6(src_ip) AS ip, toString(ja4) AS ja4, toString(host) AS host, count() AS detections
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
    GROUP BY ip, ja4, host
) AS found USING (ip, ja4, host)
GROUP BY direction
ORDER BY direction
LIMIT 2
