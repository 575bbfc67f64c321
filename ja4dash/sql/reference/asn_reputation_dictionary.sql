-- What kind of network an ASN is from the dictionary, which has neither its name nor the label's source, one page.
SELECT
    src_asn,
    label,
    '' AS name,
    '' AS label_source,
    count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE positionCaseInsensitiveUTF8(toString(src_asn), {q:String}) > 0
    OR positionCaseInsensitiveUTF8(label, {q:String}) > 0
    OR concat('AS', toString(src_asn)) = upper({q:String})
ORDER BY /*order*/ src_asn
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
