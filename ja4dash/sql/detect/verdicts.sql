-- The latest decision of analysts about each address, as far as it says bot or legitimate; a demo's visitors teach nothing.
SELECT toString(src_ip) AS address, argMax(classification, (ordered_at, batch, classification)) AS verdict
FROM {processing:Identifier}.soc_feedback
WHERE NOT startsWith(analyst, 'visitor-')
GROUP BY src_ip
HAVING verdict IN ('bot', 'legitimate')
   AND argMax(expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')}, (ordered_at, batch, classification))
