-- HTTP/2 signatures: which browser family a fingerprint belongs to. Analysts add and withdraw rows; dict_browser_h2 reads them.
-- Order: looked up and replaced by fingerprint. No partition, no TTL: tens to hundreds of curated rows.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.browser_h2_signatures
(
    h2_fingerprint String,
    browser_family LowCardinality(String),
    confidence Float32,
    notes String
)
ENGINE = MergeTree
ORDER BY (h2_fingerprint, browser_family)
