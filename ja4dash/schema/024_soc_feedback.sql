-- Decisions of analysts about addresses. The history stays; the latest decision of an address counts.
-- Order: what is asked again and again is the latest decision of an address, and all rows of one address lie together.
-- Partition: none, a person writes a few thousand rows a year. TTL: none, decisions are never dropped.
-- `analyst` is ours: on an existing deployment the migration adds it.
-- cluster: everywhere
-- always: analyst
CREATE TABLE IF NOT EXISTS {processing:Identifier}.soc_feedback
(
    created_at DateTime DEFAULT now(),
    src_ip IPv6,
    classification LowCardinality(String),
    comment String,
    analyst String DEFAULT ''
)
ENGINE = MergeTree
ORDER BY (src_ip, created_at)
