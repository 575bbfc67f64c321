-- Distinct sources and networks of JA4 and HTTP/2 fingerprints, and how many of the sources were detected. Addresses of no network
-- count by their /16 or /32.
SELECT
    if(grouping(ja4) = 0, 'ja4', 'h2') AS kind,
    if(kind = 'ja4', toString(ja4), toString(spelling)) AS fingerprint,
    uniqExact(source) AS sources,
    uniqExact(if(asn > 0, toUInt64(asn), cityHash64(cutIPv6(source, 12, 2)))) AS networks,
    uniqExactIf(
        source,
        source GLOBAL IN
        (
            SELECT toIPv6(src_ip)
            FROM {processing:Identifier}.ml_detected_anomalies
            WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
        )
    ) AS detected
FROM
(
    SELECT DISTINCT ja4, /*canonical*/ h2_fingerprint AS spelling, toIPv6(src_ip) AS source, src_asn AS asn
    FROM {logs:Identifier}.http_logs
    WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
      AND (ja4 IN {ja4s:Array(String)} OR spelling IN {h2s:Array(String)})
)
GROUP BY GROUPING SETS ((ja4), (spelling))
HAVING if(kind = 'ja4', fingerprint IN {ja4s:Array(String)}, fingerprint IN {h2s:Array(String)})
