-- Communities of JA4s and networks in the window, best score first; the same JA4s and networks in several cycles are one.
SELECT
    argMax(community_id, detected_at) AS community_id,
    max(fleet_score) AS fleet_score,
    max(n_ips) AS n_ips,
    ja4s AS ja4_set,
    asns AS asn_set,
    argMax(addresses, detected_at) AS ip_sample,
    uniqExact(detected_at) AS cycles,
    min(detected_at) AS first_seen,
    max(detected_at) AS last_seen,
    toUInt8(last_seen = max(last_seen) OVER ()) AS current
FROM
(
    SELECT
        detected_at,
        community_id,
        fleet_score,
        n_ips,
        arraySort(ja4_set) AS ja4s,
        arraySort(asn_set) AS asns,
        arrayMap(address -> replaceRegexpOne(address, '^::ffff:(\\d+\\.)', '\\1'), ip_sample) AS addresses
    FROM {processing:Identifier}.fleet_detections
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
)
GROUP BY ja4s, asns
ORDER BY fleet_score DESC, n_ips DESC, ja4s, asns
LIMIT {limit:UInt32}
