-- What models say of the sources that somebody decided about, beside what counts of them now: in all, by model, JA4 and network,
-- and the sources about which they disagree. Each source counts once a group, by its worst level there.
--
-- Our own detector obeys a verdict; what it says by itself is in session_features and stands for its level here. A model is
-- looked for among detections only where it leaves no scores. The latest decision counts until it expires or is taken back.
WITH
    decided AS
    (
        SELECT
            toIPv6(src_ip) AS src_ip,
            argMax(classification, (ordered_at, batch, classification)) AS verdict,
            max(created_at) AS decided_at
        FROM {processing:Identifier}.soc_feedback
        WHERE NOT startsWith(analyst, 'visitor-')
        GROUP BY src_ip
        HAVING verdict IN ('bot', 'legitimate', 'suspicious')
           AND argMax(expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')}, (ordered_at, batch, classification))
    ),
    said AS
    (
        SELECT
            src_ip, model_name, ja4, asn_number, asn_org, {sign:Int8} * anomaly_score AS badness,
            if(own.threat_level = '', scores.threat_level, own.threat_level) AS level,
            1 AS scored
        FROM
        (
            SELECT detected_at, src_ip, ja4, host, model_name, asn_number, asn_org, anomaly_score, threat_level
            FROM {processing:Identifier}.ml_all_scores
            WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
              AND src_ip GLOBAL IN (SELECT src_ip FROM decided)
        ) AS scores
        GLOBAL LEFT ANY JOIN
        (
            SELECT detected_at, src_ip, ja4, host, model_name, threat_level
            FROM {processing:Identifier}.session_features
            WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
              AND src_ip GLOBAL IN (SELECT src_ip FROM decided)
        ) AS own USING (detected_at, src_ip, ja4, host, model_name)
        UNION ALL
        SELECT src_ip, model_name, ja4, asn_number, asn_org, {sign:Int8} * anomaly_score, threat_level, 0
        FROM {processing:Identifier}.ml_detected_anomalies
        WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:detections*/
          AND src_ip GLOBAL IN (SELECT src_ip FROM decided)
          AND model_name GLOBAL NOT IN (SELECT DISTINCT model_name FROM {processing:Identifier}.ml_all_scores)
    )
SELECT
    dimension,
    value,
    any(org) AS org,
    count() AS sources,
    countIf(verdict = 'bot') AS bots,
    countIf(verdict = 'legitimate') AS legitimate,
    countIf(verdict = 'suspicious') AS suspicious,
    countIf(verdict = 'bot' AND NOT detected AND NOT known_bot) AS missed,
    countIf(verdict = 'legitimate' AND detected) AS false_positives,
    bots + legitimate AS compared,
    compared - missed - false_positives AS agreed,
    if(bots >= {fewest:UInt32} AND legitimate >= {fewest:UInt32}, agreed / compared, nan) AS agreement,
    if(legitimate >= {fewest:UInt32}, false_positives / legitimate, nan) AS false_positive_rate,
    if(bots >= {fewest:UInt32}, missed / bots, nan) AS missed_rate,
    any(verdict) AS verdict_of_one,
    any(worst.1) AS worst_level,
    any(worst.2) AS model_name,
    any(worst.3) AS ja4,
    any(worst.4) AS asn_number,
    max(decided_at) AS last_decided,
    sum(sessions) AS sessions
FROM
(
    SELECT
        src_ip,
        verdict,
        decided_at,
        place.1 AS dimension,
        place.2 AS value,
        any(place.3) AS org,
        min(level_rank) AS rank,
        rank <= {detected:UInt8} AS detected,
        max(level = 'KNOWN_BOT') AS known_bot,
        argMin((level, model_name, ja4, asn_number), (level_rank, badness, model_name, ja4)) AS worst,
        sum(scored) AS sessions
    FROM
    (
        SELECT
            src_ip, verdict, decided_at, level, model_name, ja4, asn_number, badness, scored,
            transform(level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45) AS level_rank,
            arrayJoin(
                [
                    ('all', '', ''),
                    ('model', toString(model_name), ''),
                    ('ja4', toString(ja4), ''),
                    ('asn', toString(asn_number), toString(asn_org)),
                    ('source', replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1'), '')
                ]
            ) AS place
        FROM said
        GLOBAL INNER JOIN decided USING (src_ip)
    )
    GROUP BY src_ip, verdict, decided_at, dimension, value
)
GROUP BY dimension, value
HAVING dimension != 'source' OR missed + false_positives > 0
ORDER BY dimension, missed + false_positives DESC, sources DESC, min(rank), value
LIMIT {limit:UInt32} BY dimension
LIMIT 10000
