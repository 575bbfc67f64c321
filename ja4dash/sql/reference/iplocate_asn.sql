-- Address ranges with their network and country, one page; an address finds the ranges that hold it.
SELECT range AS network, asn, country_code, name, count() OVER () AS total
FROM
(
    SELECT
        if(
            match(network, '^::ffff:[0-9.]+/[0-9]+$'),
            concat(extract(network, '^::ffff:([0-9.]+)'), '/', toString(toInt16OrZero(extract(network, '[0-9]+$')) - 96)),
            network
        ) AS range,
        asn,
        country_code,
        name
    FROM {processing:Identifier}.{source:Identifier}
)
WHERE
    positionCaseInsensitiveUTF8(range, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(toString(asn), {q:String}) > 0
    OR positionCaseInsensitiveUTF8(country_code, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(name, {q:String}) > 0
    OR concat('AS', toString(asn)) = upper({q:String})
    OR (
        {address:String} != '::'
        AND isIPAddressInRange({address:String}, if(match(range, '^[0-9A-Fa-f.:]+/[0-9]+$'), range, '::/128'))
    )
ORDER BY /*order*/ toIPv6OrDefault(splitByChar('/', range)[1]), length(range), range, asn
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
