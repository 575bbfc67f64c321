-- What kind of network an ASN is: isp, datacenter, hosting, vpn, education.
-- Layout: hashed; ASNs reach 4 billion, a flat array would not do.
CREATE DICTIONARY IF NOT EXISTS {processing:Identifier}.dict_asn_reputation
(
    src_asn UInt64,
    label String DEFAULT ''
)
PRIMARY KEY src_asn
SOURCE(CLICKHOUSE(DB {processing:String} TABLE 'ref_asn_reputation'))
LAYOUT(HASHED())
LIFETIME(MIN 300 MAX 600)
