SELECT * FROM {processing:Identifier}.view_resource_cascade_1h WHERE src_ip = toIPv6({ip:String}) LIMIT 50
