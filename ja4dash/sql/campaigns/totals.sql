-- Campaigns of the window beside the period before; a source in several campaigns counts once.
SELECT
    uniqExactIf(campaign_id, detected_at >= {since:DateTime('UTC')}) AS campaigns,
    uniqExactIf(campaign_id, detected_at < {since:DateTime('UTC')}) AS campaigns_before,
    uniqExactIf(src_ip, detected_at >= {since:DateTime('UTC')}) AS sources,
    uniqExactIf(src_ip, detected_at < {since:DateTime('UTC')}) AS sources_before,
    countIf(detected_at >= {since:DateTime('UTC')}) AS detections,
    countIf(detected_at < {since:DateTime('UTC')}) AS detections_before
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
  AND campaign_id >= 0 /*filters:detections*/
