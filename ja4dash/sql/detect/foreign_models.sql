-- Models that have scored here and are not ours.
SELECT DISTINCT model_name
FROM {processing:Identifier}.ml_all_scores
WHERE model_name != {model:String}
ORDER BY model_name
LIMIT 20
