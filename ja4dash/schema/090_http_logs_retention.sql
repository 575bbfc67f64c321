-- How long requests are kept: applied only when the setting `retention_days` is not 0.
-- cluster: sharded by cityHash64(toIPv6(src_ip)): as 010_http_logs
ALTER TABLE {logs:Identifier}.http_logs
    MODIFY TTL time + toIntervalDay({retention_days:UInt32})
