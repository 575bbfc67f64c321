-- Addresses that show a host more than one JA4 in the last hour.
--
-- distinct_ja4 counts every JA4 as it was seen; a resumed connection has one of its own, so two are normal, and whoever
-- reads this folds such siblings. ja4_list is sorted, at most 1000 long. window_start: when the hour began.
-- columns: src_ip host distinct_ja4 ja4_list total_hits window_start
CREATE VIEW IF NOT EXISTS {processing:Identifier}.view_host_ip_ja4_rotation AS
SELECT
    toIPv6(src_ip) AS src_ip,
    host,
    uniqExactIf(ja4, ja4 != '') AS distinct_ja4,
    arraySort(groupUniqArrayIf(1000)(ja4, ja4 != '')) AS ja4_list,
    count() AS total_hits,
    now() - 3600 AS window_start
FROM {logs:Identifier}.http_logs
WHERE time > now() - 3600 AND time <= now()
GROUP BY src_ip, host
HAVING distinct_ja4 >= 2
