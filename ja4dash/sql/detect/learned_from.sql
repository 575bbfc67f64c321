-- What was seen of sessions of addresses that somebody decided about: the newest of each, then the second newest, up to forty.
--
-- So all decided addresses teach before any teaches twice, however many there are.
SELECT
    address,
    vector
FROM
(
    SELECT
        toString(src_ip) AS address,
        arrayMap(name -> if(mapContains(seen, name), seen[name], nan), {names:Array(String)}) AS vector,
        row_number() OVER (PARTITION BY src_ip ORDER BY detected_at DESC, ja4, host) AS place
    FROM
    (
        SELECT detected_at, src_ip, ja4, host, seen
        FROM {processing:Identifier}.session_features
        WHERE model_name = {model:String}
          AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
          AND src_ip GLOBAL IN (SELECT toIPv6(src_ip) FROM {processing:Identifier}.soc_feedback)
        ORDER BY detected_at DESC, ja4, host
        LIMIT 40 BY src_ip
    )
)
ORDER BY place, address
LIMIT {limit:UInt32}
