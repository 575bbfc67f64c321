-- Decisions of analysts about an address and their undos, newest first, and whether the decision counts now.
SELECT
    created_at,
    classification,
    comment,
    analyst,
    toUInt8(undoes != '') AS undo,
    nullIf(expires_at, toDateTime(0)) AS expires,
    if(batch = '', concat('@', toString(toUnixTimestamp64Micro(ordered_at))), batch) AS decision,
    toUInt8(
        (ordered_at, batch, classification) = max((ordered_at, batch, classification)) OVER ()
        AND classification != 'undecided'
        AND (expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')})
    ) AS counts
FROM {processing:Identifier}.soc_feedback
WHERE src_ip = toIPv6({ip:String})
ORDER BY ordered_at DESC, batch DESC, classification DESC
LIMIT {limit:UInt32}
