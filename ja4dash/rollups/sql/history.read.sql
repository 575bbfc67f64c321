    SELECT
        ja4,
        h2_fingerprint,
        sum(rollup.requests) AS hits,
        sumIf(rollup.requests, hour >= {before:DateTime('UTC')}) AS recent,
        min(rollup.first) AS first
    FROM {processing:Identifier}.rollup_profiles AS rollup
    WHERE hour >= toStartOfHour({since:DateTime('UTC')} - toIntervalDay({days:UInt16}) + toIntervalSecond(3599), 'UTC')
      AND hour < {since_hour:DateTime('UTC')} AND hour != {cut_hour:DateTime('UTC')} /*filters:logs*/
    GROUP BY ja4, h2_fingerprint
    UNION ALL
    SELECT
        ja4,
        h2_fingerprint,
        count() AS hits,
        countIf(time >= {before:DateTime('UTC')}) AS recent,
        min(time) AS first
    FROM {logs:Identifier}.http_logs
    WHERE time >= {since:DateTime('UTC')} - toIntervalDay({days:UInt16}) AND time < {since:DateTime('UTC')}
      AND (time >= {since_hour:DateTime('UTC')}
        OR (time >= {cut_hour:DateTime('UTC')} AND time < {cut_hour:DateTime('UTC')} + toIntervalHour(1))
        OR time < toStartOfHour({since:DateTime('UTC')} - toIntervalDay({days:UInt16}) + toIntervalSecond(3599), 'UTC'))
      /*filters:logs*/
    GROUP BY ja4, h2_fingerprint
