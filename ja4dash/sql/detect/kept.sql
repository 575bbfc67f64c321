-- Whether this deployment keeps what the detector saw of sessions: a database that was migrated long ago does not.
SELECT count() AS tables
FROM system.tables
WHERE database = {processing:String} AND name = 'session_features'
