-- What was seen of sessions that nobody decided about and nothing spoke against: the newest of each source, sources drawn evenly.
SELECT arrayMap(name -> if(mapContains(seen, name), seen[name], nan), {names:Array(String)}) AS vector
FROM {processing:Identifier}.session_features
WHERE model_name = {model:String} AND threat_level IN ('NORMAL', 'LEGITIMATE_BROWSER')
  AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND (src_ip, detected_at) GLOBAL IN
  (
      SELECT src_ip, max(detected_at)
      FROM {processing:Identifier}.session_features
      WHERE model_name = {model:String} AND threat_level IN ('NORMAL', 'LEGITIMATE_BROWSER')
        AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
        AND src_ip GLOBAL NOT IN (SELECT toIPv6(src_ip) FROM {processing:Identifier}.soc_feedback)
      GROUP BY src_ip
      ORDER BY cityHash64(src_ip)
      LIMIT {limit:UInt32}
  )
ORDER BY cityHash64(src_ip), ja4, host
LIMIT 1 BY src_ip
