-- Decisions of analysts about addresses. The history stays; the latest decision of an address counts.
-- Order: what is asked again and again is the latest decision of an address, and all rows of one address lie together.
-- Partition: none, a person writes a few thousand rows a year. TTL: none, decisions are never dropped.
-- The columns after `comment` are ours: on an existing deployment the migration adds them. `ordered_at` is what "latest" goes
-- by, because `created_at` has one place for all decisions of a second. `batch` names the decisions made together; `undoes`
-- is the batch that an undo takes back and `restores` the one whose decision counts again. `expires_at`: 1970 = never.
-- cluster: everywhere
-- always: analyst batch undoes restores expires_at ordered_at
CREATE TABLE IF NOT EXISTS {processing:Identifier}.soc_feedback
(
    created_at DateTime DEFAULT now(),
    src_ip IPv6,
    classification LowCardinality(String),
    comment String,
    analyst String DEFAULT '',
    batch String DEFAULT '',
    undoes String DEFAULT '',
    restores String DEFAULT '',
    expires_at DateTime DEFAULT toDateTime(0),
    ordered_at DateTime64(6, 'UTC') DEFAULT toDateTime64(created_at, 6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (src_ip, created_at)
SETTINGS non_replicated_deduplication_window = 1000
