-- The latest decision of analysts about each address, as far as it says bot or legitimate.
SELECT toString(src_ip) AS address, argMax(classification, created_at) AS verdict
FROM {processing:Identifier}.soc_feedback
GROUP BY src_ip
HAVING verdict IN ('bot', 'legitimate')
