-- Decisions of analysts, newest first; the latest of an address is the one that counts.
SELECT
    created_at,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    classification,
    comment,
    analyst,
    toUInt8((created_at, classification) = max((created_at, classification)) OVER (PARTITION BY src_ip)) AS counts
FROM {processing:Identifier}.soc_feedback
ORDER BY created_at DESC, src_ip, classification
LIMIT {limit:UInt32}
