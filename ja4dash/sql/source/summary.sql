-- Who an address is: its network, as its requests recorded it or by its address, what lists, detections and analysts say.
WITH
    dictGetOrDefault(
        concat({processing:String}, '.dict_iplocate_asn'), ('asn', 'country_code', 'name'),
        tuple(toIPv6({ip:String})), (0, '', '')
    ) AS located
SELECT
    replaceRegexpOne(toString(toIPv6({ip:String})), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    if({asn:UInt32} > 0, {asn:UInt32}, located.1) AS asn_number,
    multiIf({as_name:String} != '', {as_name:String}, located.1 = asn_number, located.3, '') AS asn_org,
    if({country:String} != '', {country:String}, located.2) AS country_code,
    dictGetOrDefault(concat({processing:String}, '.dict_asn_reputation'), 'label', toUInt64(asn_number), '') AS asn_label,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ip'), 'bot_name', tuple(toIPv6({ip:String})), '') AS bot_name,
    detections,
    worst_level,
    worst_score,
    campaign_id,
    verdict,
    verdict_at,
    verdicts
FROM
(
    SELECT
        count() AS detections,
        argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level))
            AS worst_level,
        toFloat32(min({sign:Int8} * anomaly_score) * {sign:Int8}) AS worst_score,
        if(countIf(campaign_id >= 0) = 0, -1, argMaxIf(campaign_id, detected_at, campaign_id >= 0)) AS campaign_id
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE src_ip = toIPv6({ip:String})
      AND detected_at >= {until:DateTime('UTC')} - INTERVAL 30 DAY AND detected_at < {until:DateTime('UTC')}
) AS detected
CROSS JOIN
(
    SELECT
        argMax(classification, (ordered_at, batch, classification)) AS latest,
        argMax(expires_at, (ordered_at, batch, classification)) AS expires,
        if(expires = toDateTime(0) OR expires > {now:DateTime('UTC')}, latest, 'undecided') AS verdict,
        argMax(created_at, (ordered_at, batch, classification)) AS verdict_at,
        count() AS verdicts
    FROM {processing:Identifier}.soc_feedback
    WHERE src_ip = toIPv6({ip:String})
) AS judged
