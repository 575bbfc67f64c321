-- Address range to network and country: source of dict_iplocate_asn. IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0.
-- Order: by the key it is looked up with. No partition, no TTL: a reference list, read whole.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.ref_iplocate_asn
(
    network String,
    asn UInt32,
    country_code LowCardinality(String),
    name String
)
ENGINE = MergeTree
ORDER BY network
