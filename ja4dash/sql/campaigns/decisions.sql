-- Decisions of analysts about the sources of one campaign and their undos, newest first, and which of them count now.
SELECT
    created_at,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    classification,
    comment,
    analyst,
    toUInt8(undoes != '') AS undo,
    nullIf(expires_at, toDateTime(0)) AS expires,
    if(batch = '', concat('@', toString(toUnixTimestamp64Micro(ordered_at))), batch) AS decision,
    toUInt8(
        (ordered_at, batch, classification) = max((ordered_at, batch, classification)) OVER (PARTITION BY src_ip)
        AND classification != 'undecided'
        AND (expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')})
    ) AS counts
FROM {processing:Identifier}.soc_feedback
WHERE src_ip GLOBAL IN
(
    SELECT src_ip
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id = {campaign:Int32} /*filters:detections*/
)
ORDER BY created_at DESC, ordered_at DESC, src_ip, classification
LIMIT {limit:UInt32}
