-- The latest decision about an address, read back after it was written.
SELECT
    created_at,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    classification,
    comment
FROM {processing:Identifier}.soc_feedback
WHERE src_ip = toIPv6({ip:String})
ORDER BY created_at DESC
LIMIT 1
