-- Addresses that hammer a form in the last hour: at least 20 POSTs to a host, at least 10 for each distinct path.
--
-- Counted are POSTs to a path that reads like a login (also from a script), and other POSTs unless a script sent them
-- (Sec-Fetch-Dest `empty`) or the path reads like an interface for programs: telemetry and webhooks are no forms.
-- Paths are compared without their query string.
-- columns: src_ip host post_count distinct_paths first_seen last_seen
CREATE VIEW IF NOT EXISTS {processing:Identifier}.view_form_bruteforce_detected AS
SELECT
    toIPv6(src_ip) AS src_ip,
    host,
    count() AS post_count,
    uniqExact(cutQueryString(path)) AS distinct_paths,
    min(time) AS first_seen,
    max(time) AS last_seen
FROM {logs:Identifier}.http_logs
WHERE time > now() - 3600 AND time <= now() AND method = 'POST'
    AND (
        match(path, '(?i)log[-_]?[io]n|sign[-_]?[iu][np]|auth|passw|xmlrpc|account|session|token|register|otp|2fa|mfa')
        OR (header_sec_fetch_dest != 'empty' AND NOT match(path, '(?i)^/(api|rest|graphql|rpc|hooks?|webhooks?|v[0-9]+)(/|\\?|$)'))
    )
GROUP BY src_ip, host
HAVING post_count >= 20 AND post_count >= 10 * distinct_paths
