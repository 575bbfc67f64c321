-- Network and country by address, for requests whose producer recorded none.
-- Layout: ip_trie, the one that matches prefixes; IPv4 prefixes also match IPv4-mapped IPv6 addresses.
CREATE DICTIONARY IF NOT EXISTS {processing:Identifier}.dict_iplocate_asn
(
    network String,
    asn UInt32 DEFAULT 0,
    country_code String DEFAULT '',
    name String DEFAULT ''
)
PRIMARY KEY network
SOURCE(CLICKHOUSE(DB {processing:String} TABLE 'ref_iplocate_asn'))
LAYOUT(IP_TRIE())
LIFETIME(MIN 300 MAX 600)
