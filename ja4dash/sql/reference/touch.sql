-- One element of each of six dictionaries: asked for so that those that nobody used yet are loaded.
SELECT count() AS elements
FROM
(
    SELECT 1 FROM dictionary({d0:String}) LIMIT 1
    UNION ALL
    SELECT 1 FROM dictionary({d1:String}) LIMIT 1
    UNION ALL
    SELECT 1 FROM dictionary({d2:String}) LIMIT 1
    UNION ALL
    SELECT 1 FROM dictionary({d3:String}) LIMIT 1
    UNION ALL
    SELECT 1 FROM dictionary({d4:String}) LIMIT 1
    UNION ALL
    SELECT 1 FROM dictionary({d5:String}) LIMIT 1
)
