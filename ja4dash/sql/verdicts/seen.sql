-- What our detector sees of a session, by name: features, and signals (`signal_…`).
SELECT DISTINCT arrayJoin(mapKeys(seen)) AS name
FROM {processing:Identifier}.session_features
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND src_ip GLOBAL IN (SELECT toIPv6(src_ip) FROM {processing:Identifier}.soc_feedback)
ORDER BY startsWith(name, 'signal_'), name
LIMIT 200
