-- Sources that posted to a host's forms again and again in the last hour, most posts first.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    host,
    post_count,
    distinct_paths,
    first_seen,
    last_seen
FROM {processing:Identifier}.view_form_bruteforce_detected
ORDER BY post_count DESC, src_ip, host
LIMIT {limit:UInt32}
