-- Sources that were detected in most hours, over all that is kept, the worse of equals first.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    recurrence,
    worst_score,
    worst_threat,
    first_seen,
    last_seen,
    top_ja4,
    top_host
FROM {processing:Identifier}.view_ip_recurrence
ORDER BY recurrence DESC, {sign:Int8} * worst_score, src_ip
LIMIT {limit:UInt32}
