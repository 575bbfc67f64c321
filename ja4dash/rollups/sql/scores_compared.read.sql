    SELECT hour >= {since:DateTime('UTC')} AS inside, threat_level, sum(rollup.sessions) AS found
    FROM {processing:Identifier}.rollup_scores AS rollup
    WHERE hour >= {before_hour:DateTime('UTC')} AND hour < {last_hour:DateTime('UTC')}
      AND NOT (hour >= {since_hour:DateTime('UTC')} AND hour < {first_hour:DateTime('UTC')}) /*filters:scores*/
    GROUP BY inside, threat_level
    UNION ALL
    SELECT detected_at >= {since:DateTime('UTC')} AS inside, threat_level, count() AS found
    FROM {processing:Identifier}.ml_all_scores
    WHERE ((detected_at >= {before:DateTime('UTC')} AND detected_at < {before_hour:DateTime('UTC')})
        OR (detected_at >= {since_hour:DateTime('UTC')} AND detected_at < {first_hour:DateTime('UTC')})
        OR (detected_at >= {last_hour:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')})) /*filters:scores*/
    GROUP BY inside, threat_level
