-- The moments of our cycles over a window, whole or cut off.
SELECT DISTINCT cycle_at
FROM {processing:Identifier}.ml_performance_metrics
WHERE model_name = {model:String}
  AND cycle_at >= {since:DateTime('UTC')} AND cycle_at < {until:DateTime('UTC')}
ORDER BY cycle_at
