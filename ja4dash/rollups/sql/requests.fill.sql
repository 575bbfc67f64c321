SELECT
    toStartOfHour(time, 'UTC') AS hour,
    method,
    http_version,
    toUInt16(intDiv(status, 100) * 100) AS status_class,
    src_country_code,
    count() AS requests
FROM {logs:Identifier}.http_logs
GROUP BY hour, method, http_version, status_class, src_country_code
