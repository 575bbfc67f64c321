-- Published address ranges of known bots: source of dict_bot_ip.
-- Order: by the key it is looked up with. No partition, no TTL: a reference list, read whole.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ref_bot_ip
(
    prefix String,
    bot_name LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY prefix
