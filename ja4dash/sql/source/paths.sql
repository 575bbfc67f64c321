-- What an address asked for: its commonest paths, and how many of those requests were refused or failed.
SELECT
    path,
    count() AS requests,
    countIf(status >= 400) AS errors,
    uniqExact(host) AS hosts,
    arrayStringConcat(arraySort(groupUniqArray(8)(method)), ', ') AS methods,
    min(time) AS first_seen,
    max(time) AS last_seen,
    count() OVER () AS distinct_values
FROM {logs:Identifier}.http_logs
WHERE src_ip = toIPv6({ip:String})
  AND time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
GROUP BY path
ORDER BY requests DESC, path
LIMIT {limit:UInt32}
