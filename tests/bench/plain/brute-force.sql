SELECT * FROM {processing:Identifier}.view_form_bruteforce_detected ORDER BY post_count DESC LIMIT 100
