-- In how many hours an address was detected, and how bad at worst.
SELECT recurrence, worst_score, worst_threat, first_seen, last_seen, top_ja4, top_host
FROM {processing:Identifier}.view_ip_recurrence
WHERE src_ip = toIPv6({ip:String})
LIMIT 1
