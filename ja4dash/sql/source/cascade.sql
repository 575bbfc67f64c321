-- Page loads of an address in the last hour: how many sub-resources follow a page, and after how long.
SELECT
    window_start,
    host,
    page_count,
    avg_sub_delay_ms,
    stddev_sub_delay_ms,
    max_sub_resources
FROM {processing:Identifier}.view_resource_cascade_1h
WHERE src_ip = toIPv6({ip:String})
ORDER BY window_start DESC, page_count DESC, host
LIMIT {limit:UInt32}
