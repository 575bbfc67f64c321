-- When the dictionary of HTTP/2 signatures was loaded last, and the name of the cluster that the request log is spread over.
SELECT
    last_successful_update_time AS loaded_at,
    (
        SELECT extract(max(engine_full), '^Distributed\\(\'?`?(\\w+)')
        FROM system.tables
        WHERE database = {logs:String} AND name = 'http_logs'
    ) AS cluster
FROM system.dictionaries
WHERE database = {processing:String} AND name = 'dict_browser_h2'
LIMIT 1
