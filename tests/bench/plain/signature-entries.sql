SELECT h2_fingerprint, browser_family, confidence, notes FROM {processing:Identifier}.browser_h2_signatures ORDER BY browser_family, h2_fingerprint
;
SELECT * FROM dictionary(concat({processing:String}, '.dict_browser_h2'))
