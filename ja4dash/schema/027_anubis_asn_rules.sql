-- Anubis rules by network number.
-- Order: by ASN; a handful of rows. No partition, no TTL: a reference list.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.anubis_asn_rules
(
    asn UInt32,
    bot_name LowCardinality(String),
    action LowCardinality(String),
    category LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY (asn, bot_name)
