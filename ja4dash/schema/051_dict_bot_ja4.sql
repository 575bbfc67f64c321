-- Known tools and bots by JA4.
-- Layout: complex_key_hashed, the key is text; some tens of rows.
CREATE DICTIONARY IF NOT EXISTS {processing:Identifier}.dict_bot_ja4
(
    ja4 String,
    bot_name String DEFAULT ''
)
PRIMARY KEY ja4
SOURCE(CLICKHOUSE(QUERY 'SELECT ja4, min(bot_name) FROM {processing:Identifier}.ref_bot_ja4 GROUP BY ja4'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(MIN 300 MAX 600)
