-- Scored sessions of the window beside the period before, how many sources they come from, and what they were found to be.
SELECT
    countIf(detected_at >= {since:DateTime('UTC')}) AS sessions,
    countIf(detected_at < {since:DateTime('UTC')}) AS sessions_before,
    uniqExactIf(src_ip, detected_at >= {since:DateTime('UTC')}) AS sources,
    uniqExactIf(src_ip, detected_at < {since:DateTime('UTC')}) AS sources_before,
    countIf(detected_at >= {since:DateTime('UTC')} AND threat_level IN ('CRITICAL', 'HIGH')) AS severe,
    countIf(detected_at < {since:DateTime('UTC')} AND threat_level IN ('CRITICAL', 'HIGH')) AS severe_before,
    countIf(detected_at >= {since:DateTime('UTC')} AND threat_level = 'KNOWN_BOT') AS known_bots,
    countIf(detected_at < {since:DateTime('UTC')} AND threat_level = 'KNOWN_BOT') AS known_bots_before,
    countIf(detected_at >= {since:DateTime('UTC')} AND threat_level = 'LEGITIMATE_BROWSER') AS browsers,
    countIf(detected_at < {since:DateTime('UTC')} AND threat_level = 'LEGITIMATE_BROWSER') AS browsers_before
FROM {processing:Identifier}.ml_all_scores
WHERE detected_at >= {before:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} /*filters:scores*/
