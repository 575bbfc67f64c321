-- Views that people starred: a page with its URL parameters, under a name of theirs. Starring, renaming and letting go each
-- append a row; the latest of a person and an address counts, and only the latest is kept when parts are merged.
-- Order: one person's views are read together. No partition, no TTL: a few hundred rows a year.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.saved_views
(
    at DateTime64(6, 'UTC') DEFAULT now64(6),
    analyst String,
    page LowCardinality(String),
    query String,
    name String,
    starred UInt8,
    batch String
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (analyst, page, query)
SETTINGS non_replicated_deduplication_window = 1000
