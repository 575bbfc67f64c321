-- HTTP/2 fingerprints of known browsers from the dictionary, which has neither confidence nor notes, one page.
SELECT
    h2_fingerprint,
    browser_family,
    toFloat32(nan) AS confidence,
    '' AS notes,
    count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE positionCaseInsensitiveUTF8(h2_fingerprint, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(browser_family, {q:String}) > 0
ORDER BY /*order*/ h2_fingerprint
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
