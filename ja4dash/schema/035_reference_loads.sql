-- Which shipped list was loaded when, so that a newer one replaces it and a person's own rows are never touched.
-- `checksum` is of the table right after the load: when it differs now, somebody changed the rows. `keys` are the shipped
-- signatures, so that one an analyst withdrew does not come back.
-- Order: the latest load of a list. No partition, no TTL: a few rows a release.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.reference_loads
(
    list LowCardinality(String),
    loaded_at DateTime64(3) DEFAULT now64(3),
    version String,
    rows UInt64,
    checksum UInt64,
    keys Array(String)
)
ENGINE = MergeTree
ORDER BY (list, loaded_at)
