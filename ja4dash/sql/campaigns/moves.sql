-- Where most of the sources that left a campaign were last seen: the other campaign, and how many of them. A time and a campaign
-- in one number, because the greatest pair of two costs five times as much.
SELECT campaign_id, newest AS moved_to, count() AS moved
FROM
(
    SELECT
        groupUniqArray(campaign_id) AS passed,
        toInt32(max(toUnixTimestamp(detected_at) * 4294967296 + campaign_id) % 4294967296) AS newest
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
      AND campaign_id >= 0 /*filters:detections*/
    GROUP BY src_ip
    HAVING min(campaign_id) != max(campaign_id)
)
ARRAY JOIN passed AS campaign_id
WHERE campaign_id != newest
GROUP BY campaign_id, newest
ORDER BY campaign_id, moved DESC, moved_to
LIMIT 1 BY campaign_id
