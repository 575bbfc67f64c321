-- The entries of some HTTP/2 signatures in any spelling, each with what names its rows for a deletion, and how many they are.
SELECT
    h2_fingerprint AS fingerprint,
    /*canonical*/ h2_fingerprint AS spelling,
    toString(browser_family) AS family,
    toFloat32(confidence) AS sureness,
    toString(notes) AS remark,
    cityHash64(h2_fingerprint, browser_family, confidence, notes) AS named,
    count() AS copies
FROM {processing:Identifier}.browser_h2_signatures
WHERE h2_fingerprint IN {fingerprints:Array(String)} OR spelling IN {fingerprints:Array(String)}
GROUP BY fingerprint, spelling, family, sureness, remark, named
ORDER BY fingerprint, family, named
LIMIT 10000
