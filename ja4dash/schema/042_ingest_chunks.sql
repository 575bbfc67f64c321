-- Which parts of which files are loaded, so that a second run doubles nothing and an interrupted one goes on.
-- Order: looked up by the file's hash. No partition, no TTL: one row a chunk.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ingest_chunks
(
    file_hash String,
    source String,
    chunk UInt32,
    rows UInt64,
    rejected UInt64,
    shifted Int64,
    bytes UInt64,
    loaded_at DateTime DEFAULT now()
)
ENGINE = MergeTree
ORDER BY (file_hash, chunk)
