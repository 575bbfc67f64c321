-- Detected sources of a scope with the JA4s they showed, worst first, and how many there are in all.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    worst_level,
    detections,
    ja4_list,
    count() OVER () AS total
FROM
(
    SELECT
        src_ip,
        argMin(threat_level, (transform(threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45), threat_level))
            AS worst_level,
        min({sign:Int8} * anomaly_score) AS worst,
        count() AS detections,
        arraySlice(arraySort(groupUniqArrayIf(ja4, ja4 != '')), 1, 50) AS ja4_list
    FROM {processing:Identifier}.ml_detected_anomalies
    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
    GROUP BY src_ip
)
ORDER BY
    transform(worst_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45),
    worst,
    src_ip
LIMIT {limit:UInt32}
