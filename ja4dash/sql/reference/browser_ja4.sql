-- JA4s of known browsers, one page.
SELECT ja4, browser_family, tls_library, context, count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE positionCaseInsensitiveUTF8(ja4, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(browser_family, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(tls_library, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(context, {q:String}) > 0
ORDER BY /*order*/ ja4, browser_family
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
