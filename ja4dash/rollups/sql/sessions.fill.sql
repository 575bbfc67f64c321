SELECT
    *,
    now() AS taken_at,
    (SELECT sum(total_rows) FROM system.tables WHERE database = {logs:String} AND name = 'http_logs') AS log_rows
FROM {processing:Identifier}.view_ai_features_1h
SETTINGS max_threads = 1
