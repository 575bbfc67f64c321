SELECT * FROM {processing:Identifier}.soc_feedback ORDER BY ordered_at DESC LIMIT 50
