-- Entries of a reference list by one of its columns, most first, with the total of the list.
SELECT toString({by:Identifier}) AS value, count() AS entries, sum(count()) OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
GROUP BY value
ORDER BY entries DESC, value
LIMIT {limit:UInt32}
