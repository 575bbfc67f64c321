-- The engine's version, clock and time since it started.
SELECT version() AS version, now64(3, 'UTC') AS now, uptime() AS uptime_seconds, timezone() AS zone
LIMIT 1
