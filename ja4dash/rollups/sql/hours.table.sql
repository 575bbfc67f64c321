-- Hours that the rollups still owe: those that had rows when a rollup was made, until they are counted again and agree.
-- The newest record of an hour counts. `hour` 1970 says that a rollup was begun. Order: few rows, read whole. TTL: none.
CREATE TABLE IF NOT EXISTS {processing:Identifier}.rollup_hours
(
    name LowCardinality(String),
    hour DateTime('UTC'),
    covered UInt8,
    at DateTime64(6, 'UTC') DEFAULT now64(6)
)
ENGINE = MergeTree
ORDER BY (name, hour, at)
