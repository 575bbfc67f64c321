-- What was seen of sessions of addresses that somebody decided about: at most forty of each, the newest first.
SELECT
    toString(src_ip) AS address,
    arrayMap(name -> if(mapContains(seen, name), seen[name], nan), {names:Array(String)}) AS vector
FROM {processing:Identifier}.session_features
WHERE model_name = {model:String}
  AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND src_ip GLOBAL IN (SELECT toIPv6(src_ip) FROM {processing:Identifier}.soc_feedback)
ORDER BY detected_at DESC, src_ip, ja4, host
LIMIT 40 BY src_ip
LIMIT {limit:UInt32}
