-- Anubis rules by address range: which bot it is and what Anubis does with it.
-- Order: searched and sorted by prefix; a few thousand rows, read whole. No partition, no TTL: a reference list.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.anubis_ip_rules
(
    prefix String,
    bot_name LowCardinality(String),
    action LowCardinality(String),
    category LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (prefix, bot_name)
