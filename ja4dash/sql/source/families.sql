-- Which browser or tool the reference lists know by these JA4s and HTTP/2 fingerprints.
SELECT kind, value, family, tool
FROM
(
    SELECT
        'ja4' AS kind,
        arrayJoin({ja4s:Array(String)}) AS value,
        dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', value, '') AS family,
        dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', value, '') AS tool
    UNION ALL
    SELECT
        'h2' AS kind,
        arrayJoin({h2s:Array(String)}) AS value,
        dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ value, '') AS family,
        '' AS tool
)
LIMIT 2000
