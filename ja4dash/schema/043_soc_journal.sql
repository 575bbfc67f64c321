-- Every write of a person: first what is about to be done, one row a target with the outcome `begun`, then one row for the
-- whole batch with what became of it (`done` or `failed`). Rows are only ever appended.
-- Order: read by time. No partition, no TTL: a few thousand rows a year, and a journal is not dropped.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.soc_journal
(
    at DateTime64(6, 'UTC') DEFAULT now64(6),
    who String,
    role LowCardinality(String),
    action LowCardinality(String),
    target_kind LowCardinality(String),
    target String,
    before String,
    after String,
    batch String,
    outcome LowCardinality(String),
    note String
)
ENGINE = MergeTree
ORDER BY (at, batch)
SETTINGS non_replicated_deduplication_window = 1000
