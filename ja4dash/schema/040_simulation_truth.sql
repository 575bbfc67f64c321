-- Who a simulated address really was. Only evaluation reads it; no score ever does.
-- Order: joined by address within one seed; a replayed day replaces its rows. No partition, no TTL: one row an actor.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.simulation_truth
(
    src_ip IPv6,
    actor String,
    class LowCardinality(String),
    malicious UInt8,
    coordinated_group String,
    seed UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (seed, src_ip, actor)
