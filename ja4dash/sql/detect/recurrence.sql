-- In how many clock hours of the 30 days before a window we detected the sources that are seen in it.
SELECT toString(src_ip) AS address, uniqExact(toStartOfHour(detected_at, 'UTC')) AS hours
FROM {processing:Identifier}.ml_detected_anomalies
WHERE model_name = {model:String}
  AND detected_at >= {since:DateTime('UTC')} - 2592000 AND detected_at < {since:DateTime('UTC')}
  AND src_ip GLOBAL IN
  (
      SELECT toIPv6(src_ip)
      FROM {logs:Identifier}.http_logs
      WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
  )
GROUP BY address
