-- What kind of network an ASN is (isp, datacenter, hosting, vpn, education): source of dict_asn_reputation.
-- `label_source` says whether a label is published or guessed from the name.
-- Order: by the key it is looked up with. No partition, no TTL: a reference list, read whole.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ref_asn_reputation
(
    src_asn UInt32,
    label LowCardinality(String),
    name String,
    label_source LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY src_asn
