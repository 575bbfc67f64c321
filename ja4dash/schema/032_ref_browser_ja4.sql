-- JA4s of known browsers: source of dict_browser_ja4.
-- Order: by the key it is looked up with. No partition, no TTL: a reference list, read whole.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ref_browser_ja4
(
    ja4 String,
    browser_family LowCardinality(String),
    tls_library LowCardinality(String),
    context String
)
ENGINE = MergeTree
ORDER BY ja4
