-- JA4 and HTTP/2 fingerprints that were not there before the window, or have a greater share of requests than in the period
-- before it, with the evidence that tells a browser release from a tool. What came earlier is counted, and when it began. The
-- evidence is looked through for the listed ones only: a client that invents a JA4 for every request does not make this slow.
-- Whose they are is `novelty/sources`'s.
WITH
    (values, numbers) -> arraySort(
        counted -> (-toInt64(counted.2), counted.1), arrayReduce('approx_top_sum(100, 1000)', values, numbers)
    ) AS by_requests,
    requested AS
    (
        SELECT
            ja4,
            /*canonical*/ h2_fingerprint AS spelling,
            true AS now,
            toString(header_user_agent) AS agent,
            hits,
            toUInt64(0) AS recent,
            first
        FROM /*rollup:agents*/
        (
            SELECT ja4, h2_fingerprint, header_user_agent, count() AS hits, min(time) AS first
            FROM {logs:Identifier}.http_logs
            WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
            GROUP BY ja4, h2_fingerprint, header_user_agent
        ) /*end*/
        UNION ALL
        SELECT
            ja4,
            /*canonical*/ h2_fingerprint AS spelling,
            false AS now,
            '' AS agent,
            hits,
            recent,
            first
        FROM /*rollup:history*/
        (
            SELECT
                ja4,
                h2_fingerprint,
                count() AS hits,
                countIf(time >= {before:DateTime('UTC')}) AS recent,
                min(time) AS first
            FROM {logs:Identifier}.http_logs
            WHERE time >= {since:DateTime('UTC')} - toIntervalDay({days:UInt16}) AND time < {since:DateTime('UTC')}
                /*filters:logs*/
            GROUP BY ja4, h2_fingerprint
        ) /*end*/
    ),
    fingerprints AS
    (
        SELECT
            if(grouping(ja4) = 0, 'ja4', 'h2') AS kind,
            if(kind = 'ja4', toString(ja4), toString(spelling)) AS fingerprint,
            toDateTime(min(first), 'UTC') AS first_seen,
            sumIf(hits, now) AS requests,
            sum(recent) AS requests_before,
            groupArrayIf((agent, toString(ja4), toString(spelling), hits), now) AS requests_seen
        FROM requested
        GROUP BY GROUPING SETS ((ja4), (spelling))
    ),
    compared AS
    (
        SELECT
            kind,
            fingerprint,
            first_seen,
            first_seen >= {since:DateTime('UTC')} AS new,
            requests,
            requests_before,
            requests_seen,
            sum(requests) OVER (PARTITION BY kind) AS all_requests,
            sum(requests_before) OVER (PARTITION BY kind) AS all_requests_before,
            countIf(requests > 0 AND fingerprint != '') OVER (PARTITION BY kind) AS fingerprints_now,
            min(first_seen) OVER (PARTITION BY kind) AS log_begins,
            if(
                length(fingerprint) = 36,
                concat(substring(fingerprint, 1, 6), substring(fingerprint, 9, 15)),
                fingerprint
            ) AS line,
            min(first_seen) OVER (PARTITION BY kind, line) < {since:DateTime('UTC')} AS line_known
        FROM fingerprints
    )
SELECT
    kind,
    fingerprint,
    new,
    first_seen,
    requests,
    requests_before,
    requests / all_requests AS share,
    if(all_requests_before = 0, 0, requests_before / all_requests_before) AS share_before,
    by_requests(requests_seen.1, requests_seen.4) AS agents_counted,
    arrayMap(counted -> leftUTF8(counted.1, 500), agents_counted) AS agents,
    arrayMap(counted -> counted.2, agents_counted) AS agent_hits,
    if(kind = 'ja4', fingerprint, by_requests(others, other_hits)[1].1) AS ja4,
    if(kind = 'h2', fingerprint, by_requests(others, other_hits)[1].1) AS h2_fingerprint,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS browser_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS bot_name,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ h2_fingerprint, '') AS h2_family,
    line_known,
    log_begins,
    fingerprints_now,
    found
FROM
(
    SELECT
        kind,
        fingerprint,
        new,
        first_seen,
        requests,
        requests_before,
        all_requests,
        all_requests_before,
        requests_seen,
        if(kind = 'ja4', requests_seen.3, requests_seen.2) AS others_seen,
        arrayFilter(value -> value != '', others_seen) AS others,
        arrayFilter((number, value) -> value != '', requests_seen.4, others_seen) AS other_hits,
        line_known,
        log_begins,
        fingerprints_now,
        count() OVER (PARTITION BY kind, new) AS found
    FROM compared
    WHERE fingerprint != '' AND requests > 0
      AND (
          new
          OR (
              requests >= {minimum:UInt32}
              AND all_requests_before > 0
              AND requests / all_requests >= {growth:UInt8} * requests_before / all_requests_before
          )
      )
    ORDER BY kind DESC, new DESC, requests DESC, fingerprint
    LIMIT {limit:UInt32} BY kind, new
)
ORDER BY kind DESC, new DESC, requests DESC, fingerprint
LIMIT 2000
