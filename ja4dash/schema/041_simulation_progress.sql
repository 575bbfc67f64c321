-- Up to when each seed has been simulated, so that a pause is caught up and nothing is written twice.
-- Order: the latest end of a seed. No partition, no TTL: one small row a written stretch.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.simulation_progress
(
    seed UInt64,
    from_time DateTime,
    until_time DateTime,
    requests UInt64,
    written_at DateTime DEFAULT now()
)
ENGINE = MergeTree
ORDER BY (seed, until_time)
