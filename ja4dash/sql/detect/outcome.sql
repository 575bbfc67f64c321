-- What became of each source in a stretch of time: its worst level by severity, its worst score, and the campaign that
-- most of its detections carry (-1 = none).
SELECT
    scores.address AS address,
    argMin(scores.threat_level, transform(scores.threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)) AS level,
    min(scores.anomaly_score) AS score,
    ifNull(any(campaigns.campaign), -1) AS campaign
FROM
(
    SELECT toString(src_ip) AS address, threat_level, anomaly_score
    FROM {processing:Identifier}.ml_all_scores
    WHERE model_name = {model:String}
      AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
) AS scores
LEFT JOIN
(
    SELECT toString(src_ip) AS address, toNullable(topK(1)(campaign_id)[1]) AS campaign
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE model_name = {model:String} AND campaign_id >= 0
      AND detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
    GROUP BY address
) AS campaigns USING (address)
GROUP BY address
ORDER BY address
