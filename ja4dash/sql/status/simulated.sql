-- Whether simulated requests were ever written here.
SELECT count() > 0 AS simulated
FROM system.tables
WHERE database = {processing:String} AND name = 'simulation_progress' AND total_rows > 0
