-- JA4s of known tools and bots, one page.
SELECT ja4, bot_name, count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE positionCaseInsensitiveUTF8(ja4, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(bot_name, {q:String}) > 0
ORDER BY /*order*/ ja4, bot_name
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
