-- Address ranges of known bots, one page; text is searched literally, an address finds the ranges that hold it.
SELECT network AS prefix, bot_name, count() OVER () AS total
FROM
(
    SELECT
        if(
            match(prefix, '^::ffff:[0-9.]+/[0-9]+$'),
            concat(extract(prefix, '^::ffff:([0-9.]+)'), '/', toString(toInt16OrZero(extract(prefix, '[0-9]+$')) - 96)),
            prefix
        ) AS network,
        bot_name
    FROM {processing:Identifier}.{source:Identifier}
)
WHERE
    positionCaseInsensitiveUTF8(network, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(bot_name, {q:String}) > 0
    OR (
        {address:String} != '::'
        AND isIPAddressInRange({address:String}, if(match(network, '^[0-9A-Fa-f.:]+/[0-9]+$'), network, '::/128'))
    )
ORDER BY /*order*/ toIPv6OrDefault(splitByChar('/', network)[1]), length(network), network, bot_name
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
