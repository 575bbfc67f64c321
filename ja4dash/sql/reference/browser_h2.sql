-- HTTP/2 fingerprints of known browsers, one page.
SELECT h2_fingerprint, browser_family, confidence, notes, count() OVER () AS total
FROM {processing:Identifier}.{source:Identifier}
WHERE positionCaseInsensitiveUTF8(h2_fingerprint, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(browser_family, {q:String}) > 0
    OR positionCaseInsensitiveUTF8(notes, {q:String}) > 0
ORDER BY /*order*/ h2_fingerprint, confidence DESC, browser_family
LIMIT {limit:UInt32} OFFSET {offset:UInt64}
