-- The highest campaign id that any detection carries.
SELECT max(greatest(campaign_id, 0)) AS campaign_id
FROM {processing:Identifier}.ml_detected_anomalies
