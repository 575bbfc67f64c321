-- Scored sessions of the window: how much there is to compare a campaign with.
SELECT count() AS sessions
FROM {processing:Identifier}.ml_all_scores
WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
