-- Sources that showed a host more than one JA4 in the last hour, most JA4s first, each with at most 200 of them.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    host,
    distinct_ja4 AS observed_ja4,
    arraySlice(ja4_list, 1, 200) AS ja4s,
    total_hits
FROM {processing:Identifier}.view_host_ip_ja4_rotation
ORDER BY distinct_ja4 DESC, total_hits DESC, src_ip, host
LIMIT {limit:UInt32}
