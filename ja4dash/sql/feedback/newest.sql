-- Decisions of analysts, newest first, with their undos; the latest of an address is the one that counts, while it lasts.
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
ORDER BY created_at DESC, ordered_at DESC, src_ip, classification
LIMIT {limit:UInt32}
