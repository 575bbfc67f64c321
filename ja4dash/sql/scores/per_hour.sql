-- Scored sessions over time (UTC) by threat level, a row every so many hours, zero where a level has none.
SELECT hour, threat_level, sum(found) AS sessions
FROM
(
    SELECT toStartOfInterval(detected_at, toIntervalHour({hours:UInt16}), 'UTC') AS hour, threat_level, count() AS found
    FROM {processing:Identifier}.ml_all_scores
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
    GROUP BY hour, threat_level
)
GROUP BY hour, threat_level
ORDER BY
    transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    threat_level,
    hour WITH FILL
        FROM toStartOfInterval({since:DateTime('UTC')}, toIntervalHour({hours:UInt16}), 'UTC')
        TO {until:DateTime('UTC')} STEP toIntervalHour({hours:UInt16})
