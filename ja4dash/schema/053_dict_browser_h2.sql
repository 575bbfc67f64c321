-- Browser family by HTTP/2 fingerprint. Edge shares Chrome's fingerprint, so the table may hold two families for one:
--   the one with the highest confidence counts, and of equals the alphabetically first, never an arbitrary one.
-- Layout: complex_key_hashed, the key is text. Reloaded after every change; the lifetime is for changes made elsewhere.
CREATE DICTIONARY IF NOT EXISTS {processing:Identifier}.dict_browser_h2
(
    h2_fingerprint String,
    browser_family String DEFAULT ''
)
PRIMARY KEY h2_fingerprint
SOURCE(CLICKHOUSE(QUERY 'SELECT h2_fingerprint, argMin(browser_family, (-confidence, browser_family)) FROM {processing:Identifier}.browser_h2_signatures GROUP BY h2_fingerprint'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(MIN 300 MAX 600)
