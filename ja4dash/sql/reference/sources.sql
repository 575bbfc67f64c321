-- Which of the named tables and dictionaries are there.
SELECT name, engine
FROM system.tables
WHERE database = {processing:String} AND name IN {names:Array(String)}
ORDER BY name
LIMIT 100
