-- Browser family, TLS library and context by JA4.
-- Layout: complex_key_hashed, the key is text; some tens of rows.
CREATE DICTIONARY IF NOT EXISTS {processing:Identifier}.dict_browser_ja4
(
    ja4 String,
    browser_family String DEFAULT '',
    tls_library String DEFAULT '',
    context String DEFAULT ''
)
PRIMARY KEY ja4
SOURCE(CLICKHOUSE(DB {processing:String} TABLE 'ref_browser_ja4'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(MIN 300 MAX 600)
