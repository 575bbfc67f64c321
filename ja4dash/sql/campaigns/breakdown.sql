-- Detections and sources of one campaign by JA4, network, host and threat level, from one scan; each facet is a filter's name.
SELECT facet, value, if(facet = 'asn', org, '') AS asn_org, detections, sources, worst_score
FROM
(
    SELECT
        multiIf(
            grouping(ja4) = 0, 'ja4',
            grouping(asn_number) = 0, 'asn',
            grouping(host) = 0, 'host',
            'level'
        ) AS facet,
        multiIf(
            facet = 'ja4', toString(ja4),
            facet = 'asn', toString(asn_number),
            facet = 'host', toString(host),
            toString(threat_level)
        ) AS value,
        max(asn_org) AS org,
        count() AS detections,
        uniqExact(src_ip) AS sources,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id = {campaign:Int32} /*filters:detections*/
    GROUP BY GROUPING SETS ((ja4), (asn_number), (host), (threat_level))
)
ORDER BY facet, sources DESC, detections DESC, value
LIMIT {limit:UInt32} BY facet
