-- Known bots by address range. Longest prefix wins; IPv4 prefixes also match IPv4-mapped IPv6 addresses.
-- Layout: ip_trie, the one that matches prefixes. Where two bots share a prefix, the alphabetically first, always.
CREATE DICTIONARY IF NOT EXISTS {processing:Identifier}.dict_bot_ip
(
    prefix String,
    bot_name String DEFAULT ''
)
PRIMARY KEY prefix
SOURCE(CLICKHOUSE(QUERY 'SELECT prefix, min(bot_name) FROM {processing:Identifier}.ref_bot_ip GROUP BY prefix'))
LAYOUT(IP_TRIE())
LIFETIME(MIN 300 MAX 600)
