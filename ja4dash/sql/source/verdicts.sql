-- Decisions of analysts about an address, newest first.
SELECT created_at, classification, comment
FROM {processing:Identifier}.soc_feedback
WHERE src_ip = toIPv6({ip:String})
ORDER BY created_at DESC, classification, comment
LIMIT {limit:UInt32}
