-- JA4s of known tools and bots: source of dict_bot_ja4. A JA4 names a TLS stack, not an intent.
-- Order: by the key it is looked up with. No partition, no TTL: a reference list, read whole.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ref_bot_ja4
(
    ja4 String,
    bot_name LowCardinality(String),
    source LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY ja4
