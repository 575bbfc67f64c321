-- HTTP/2 fingerprints of known browsers, one page; a dictionary has neither confidence nor notes.
WITH toFloat32(nan) AS confidence, '' AS notes
SELECT h2_fingerprint, browser_family, confidence, notes, count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE positionCaseInsensitiveUTF8(h2_fingerprint, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(browser_family, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(notes, {q:String}) > 0
ORDER BY /*order*/ h2_fingerprint, confidence DESC, browser_family
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
SETTINGS prefer_column_name_to_alias = 1
