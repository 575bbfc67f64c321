-- What the reference lists know about a JA4.
SELECT
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', {ja4:String}, '') AS browser_family,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'tls_library', {ja4:String}, '') AS tls_library,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'context', {ja4:String}, '') AS context,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', {ja4:String}, '') AS bot_name
LIMIT 1
