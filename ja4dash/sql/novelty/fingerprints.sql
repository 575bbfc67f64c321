-- JA4 and HTTP/2 fingerprints that were not there before the window, or have a greater share of requests than in the period
-- before it, with the evidence that tells a browser release from a tool. What came earlier is counted, and when it began. The
-- evidence is looked through for the listed ones only: a client that invents a JA4 for every request does not make this slow.
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
            header_user_agent AS agent,
            toIPv6(src_ip) AS source,
            src_asn AS asn,
            grouping(agent) = 0 AS of_agent,
            count() AS hits,
            toUInt64(0) AS recent,
            min(time) AS first
        FROM {logs:Identifier}.http_logs
        WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')} /*filters:logs*/
        GROUP BY GROUPING SETS ((ja4, spelling, agent), (ja4, spelling, source, asn))
        UNION ALL
        SELECT
            ja4,
            /*canonical*/ h2_fingerprint AS spelling,
            false AS now,
            '' AS agent,
            toIPv6('::') AS source,
            0 AS asn,
            true AS of_agent,
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
            min(first) AS first_seen,
            sumIf(hits, of_agent AND now) AS requests,
            sumIf(recent, of_agent AND NOT now) AS requests_before,
            groupArrayIf(
                (
                    source,
                    asn,
                    source GLOBAL IN
                    (
                        SELECT toIPv6(src_ip)
                        FROM {processing:Identifier}.ml_detected_anomalies
                        WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
                    )
                ),
                NOT of_agent AND now
            ) AS sources_seen,
            groupArrayIf((toString(agent), toString(ja4), toString(spelling), hits), of_agent AND now) AS requests_seen
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
            sources_seen,
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
    length(arrayDistinct(sources_seen.1)) AS sources,
    length(arrayDistinct(arrayMap(
        seen -> if(seen.2 > 0, toUInt64(seen.2), cityHash64(cutIPv6(seen.1, 12, 2))), sources_seen
    ))) AS networks,
    length(arrayDistinct(arrayFilter((source, detected) -> detected, sources_seen.1, sources_seen.3))) AS detected,
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
        sources_seen,
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
