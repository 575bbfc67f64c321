-- What one batch wrote, an address once however often the batch was sent.
SELECT
    min(created_at) AS created_at,
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    any(classification) AS classification,
    any(comment) AS comment,
    any(analyst) AS analyst,
    nullIf(any(expires_at), toDateTime(0)) AS expires_at
FROM {processing:Identifier}.soc_feedback
WHERE batch = {batch:String}
GROUP BY src_ip
ORDER BY src_ip
LIMIT 10000
