SELECT * FROM {processing:Identifier}.view_ip_recurrence ORDER BY recurrence DESC LIMIT 100
