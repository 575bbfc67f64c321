-- Anubis rules by network number, one page.
SELECT asn, bot_name, action, category, count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE positionCaseInsensitiveUTF8(toString(asn), {q:String}) > 0
    OR positionCaseInsensitiveUTF8(bot_name, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(action, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(category, {q:String}) > 0
    OR concat('AS', toString(asn)) = upper({q:String})
ORDER BY /*order*/ asn, bot_name
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
