-- The engine of one of our tables with its arguments: whether its rows lie on the nodes of a cluster.
SELECT engine_full
FROM system.tables
WHERE database = {processing:String} AND name = {table:String}
LIMIT 1
