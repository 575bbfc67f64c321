-- Anubis rules by address range, one page; an address finds the ranges that hold it.
SELECT prefix, bot_name, action, category, count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE
    positionCaseInsensitiveUTF8(prefix, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(bot_name, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(action, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(category, {q:String}) > 0
    OR (
        {address:String} != '::'
        AND isIPAddressInRange({address:String}, if(match(prefix, '^[0-9A-Fa-f.:]+/[0-9]+$'), prefix, '::/128'))
    )
ORDER BY /*order*/ toIPv6OrDefault(splitByChar('/', prefix)[1]), length(prefix), prefix, bot_name
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
