-- What kind of network an ASN is, one page.
SELECT src_asn, label, name, label_source, count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE positionCaseInsensitiveUTF8(toString(src_asn), {q:String}) > 0
    OR positionCaseInsensitiveUTF8(label, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(name, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(label_source, {q:String}) > 0
    OR concat('AS', toString(src_asn)) = upper({q:String})
ORDER BY /*order*/ src_asn, label
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
