-- Eight figures of a campaign's sources beside those of all other scored sources, or of one in 2, 4, 8 … of them, so that at most
-- `most` sessions or so are looked at.
-- Medians, and Cliff's delta: how much more often one of its sources has more than another source than less, from -1 to 1.
-- `uniq` is exact up to 65,536 values of one source, for half of the time of `uniqExact`.
WITH
    (
        SELECT toUInt32(exp2(ceil(log2(greatest(count() / {most:UInt64}, 1)))))
        FROM {processing:Identifier}.ml_all_scores
        WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
    ) AS sampled
SELECT
    figure,
    quantileExactWeighted(0.5)(value, own) AS own_median,
    quantileExactWeighted(0.5)(value, other) AS other_median,
    sum(own) AS own_sources,
    sum(other) AS other_sources,
    any(sampled) AS one_in,
    2 * sum(own * (below + other / 2)) / (own_sources * other_sources) - 1 AS effect
FROM
(
    SELECT
        figure,
        value,
        countIf(member) AS own,
        countIf(NOT member) AS other,
        sum(other) OVER (PARTITION BY figure ORDER BY value ROWS UNBOUNDED PRECEDING) - other AS below
    FROM
    (
        SELECT
            src_ip GLOBAL IN
            (
                SELECT src_ip
                FROM {processing:Identifier}.ml_detected_anomalies
                WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
                  AND campaign_id = {campaign:Int32}
            ) AS member,
            [
                toFloat64(count()), avg(hits), avgIf(hit_velocity, isFinite(hit_velocity)),
                avgIf(fuzzing_index, isFinite(fuzzing_index)), avgIf(post_ratio, isFinite(post_ratio)),
                avgIf(anomaly_score, isFinite(anomaly_score)),
                toFloat64(uniq(cityHash64(ja4))), toFloat64(uniq(cityHash64(host)))
            ] AS measured
        FROM {processing:Identifier}.ml_all_scores
        WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
          AND (cityHash64(src_ip) % sampled = 0 OR member)
        GROUP BY src_ip
    )
    ARRAY JOIN measured AS value, {figures:Array(String)} AS figure
    WHERE isFinite(value)
    GROUP BY figure, value
)
GROUP BY figure
ORDER BY indexOf({figures:Array(String)}, figure)
