-- Detections of the window beside the period before, how many sources and campaigns they come from, and the worst of them.
SELECT
    countIf(detected_at >= {since:DateTime('UTC')}) AS detections,
    countIf(detected_at < {since:DateTime('UTC')}) AS detections_before,
    uniqExactIf(src_ip, detected_at >= {since:DateTime('UTC')}) AS sources,
    uniqExactIf(src_ip, detected_at < {since:DateTime('UTC')}) AS sources_before,
    countIf(detected_at >= {since:DateTime('UTC')} AND threat_level = 'CRITICAL') AS critical,
    countIf(detected_at < {since:DateTime('UTC')} AND threat_level = 'CRITICAL') AS critical_before,
    countIf(detected_at >= {since:DateTime('UTC')} AND threat_level = 'HIGH') AS high,
    countIf(detected_at < {since:DateTime('UTC')} AND threat_level = 'HIGH') AS high_before,
    countIf(detected_at >= {since:DateTime('UTC')} AND threat_level = 'KNOWN_BOT') AS known_bots,
    countIf(detected_at < {since:DateTime('UTC')} AND threat_level = 'KNOWN_BOT') AS known_bots_before,
    uniqExactIf(campaign_id, detected_at >= {since:DateTime('UTC')} AND campaign_id >= 0) AS campaigns,
    uniqExactIf(campaign_id, detected_at < {since:DateTime('UTC')} AND campaign_id >= 0) AS campaigns_before
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
