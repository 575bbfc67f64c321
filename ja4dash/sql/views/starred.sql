-- Views that a person has starred, by name.
SELECT page, query, argMax(name, at) AS name
FROM {processing:Identifier}.saved_views
WHERE analyst = {analyst:String}
GROUP BY page, query
HAVING argMax(starred, at) = 1
ORDER BY lowerUTF8(name), page, query
LIMIT {limit:UInt32}
