-- JA4 and HTTP/2 fingerprints that were not there before the window, or have a greater share of requests than in the period
-- before it, with the evidence that tells a browser release from a tool. What came earlier is counted, and when it began.
WITH
    counted -> arraySort((value, number) -> (-toInt64(number), value), counted.1, counted.2) AS by_requests,
    requested AS
    (
        SELECT
            ja4,
            h2_fingerprint,
            time >= {since:DateTime('UTC')} AS now,
            if(now, header_user_agent, '') AS agent,
            if(now, toIPv6(src_ip), toIPv6('::')) AS source,
            if(now, src_asn, 0) AS asn,
            grouping(agent) = 0 AS of_agent,
            count() AS hits,
            countIf(time >= {before:DateTime('UTC')}) AS recent,
            min(time) AS first
        FROM {logs:Identifier}.http_logs
        WHERE time >= {since:DateTime('UTC')} - toIntervalDay({days:UInt16}) AND time < {until:DateTime('UTC')} /*filters:logs*/
        GROUP BY GROUPING SETS ((ja4, h2_fingerprint, now, agent), (ja4, h2_fingerprint, now, source, asn))
    ),
    fingerprints AS
    (
        SELECT
            if(grouping(ja4) = 0, 'ja4', 'h2') AS kind,
            if(kind = 'ja4', toString(ja4), toString(h2_fingerprint)) AS fingerprint,
            min(first) AS first_seen,
            sumIf(hits, of_agent AND now) AS requests,
            sumIf(recent, of_agent AND NOT now) AS requests_before,
            uniqExactIf(source, NOT of_agent AND now) AS sources,
            uniqExactIf(if(asn > 0, toUInt64(asn), cityHash64(cutIPv6(source, 12, 2))), NOT of_agent AND now) AS networks,
            uniqExactIf(
                source,
                NOT of_agent AND now AND source GLOBAL IN
                (
                    SELECT toIPv6(src_ip)
                    FROM {processing:Identifier}.ml_detected_anomalies
                    WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
                )
            ) AS detected,
            sumMapIf([toString(agent)], [hits], of_agent AND now) AS agents_counted,
            sumMapIf([toString(ja4)], [hits], of_agent AND now AND ja4 != '') AS ja4s_counted,
            sumMapIf([toString(h2_fingerprint)], [hits], of_agent AND now AND h2_fingerprint != '') AS h2s_counted
        FROM requested
        GROUP BY GROUPING SETS ((ja4), (h2_fingerprint))
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
            sources,
            networks,
            detected,
            agents_counted,
            if(kind = 'ja4', fingerprint, by_requests(ja4s_counted)[1]) AS ja4,
            if(kind = 'h2', fingerprint, by_requests(h2s_counted)[1]) AS h2_fingerprint,
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
    sources,
    networks,
    detected,
    arrayMap(agent -> leftUTF8(agent, 500), arraySlice(by_requests(agents_counted), 1, {agents:UInt32})) AS agents,
    arraySlice(arraySort(number -> -toInt64(number), agents_counted.2), 1, {agents:UInt32}) AS agent_hits,
    ja4,
    h2_fingerprint,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS browser_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS bot_name,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ h2_fingerprint, '') AS h2_family,
    line_known,
    log_begins,
    fingerprints_now,
    count() OVER (PARTITION BY kind, new) AS found
FROM compared
WHERE fingerprint != '' AND requests > 0
  AND (
      new
      OR (requests >= {minimum:UInt32} AND all_requests_before > 0 AND share >= {growth:UInt8} * share_before)
  )
ORDER BY kind DESC, new DESC, requests DESC, fingerprint
LIMIT {limit:UInt32} BY kind, new
