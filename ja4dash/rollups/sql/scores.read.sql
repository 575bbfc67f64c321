    SELECT
        hour,
        model_name,
        threat_level,
        browser_family,
        sum(rollup.sessions) AS sessions,
        sum(rollup.score) AS score,
        sum(rollup.measured) AS measured,
        min(rollup.first) AS first,
        max(rollup.last) AS last,
        uniqCombined64MergeState(14)(rollup.sources) AS sources
    FROM {processing:Identifier}.rollup_scores AS rollup
    WHERE hour >= {first_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')} /*filters:scores*/
    GROUP BY hour, model_name, threat_level, browser_family
    UNION ALL
    SELECT
        toStartOfHour(detected_at, 'UTC') AS hour,
        model_name,
        threat_level,
        browser_family,
        count() AS sessions,
        sumIf(toFloat64(anomaly_score), isFinite(anomaly_score)) AS score,
        countIf(isFinite(anomaly_score)) AS measured,
        min(detected_at) AS first,
        max(detected_at) AS last,
        uniqCombined64State(14)(toIPv6(src_ip)) AS sources
    FROM {processing:Identifier}.ml_all_scores
    WHERE (((detected_at >= {since:DateTime('UTC')} AND detected_at < {first_hour:DateTime('UTC')})
        OR (detected_at >= {last_hour:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}))) /*filters:scores*/
    GROUP BY hour, model_name, threat_level, browser_family
