-- One element of a dictionary: asked for so that a dictionary nobody used yet is loaded.
SELECT count() AS elements
FROM (SELECT 1 FROM dictionary({dictionary:String}) LIMIT 1)
