-- What blocking these addresses and JA4s would have hit in the window: all of it first, then an entry at a time.
-- browsers: sources whose sessions that would be hit were scored as a coherent browser, with nothing at MEDIUM or worse
--   against that source and JA4, and that no analyst calls a bot or suspicious.
-- legitimate: by the latest decision of an analyst while it lasts. crawlers: in the published address range of a known bot.
-- bystanders: any of the three, each source once. scored: sources of which the detector knows anything in the window.
SELECT
    entry.1 AS kind,
    entry.2 AS value,
    sum(hours) AS sessions,
    sum(asked) AS requests,
    uniqExact(ip) AS sources,
    uniqExactIf(ip, coherent) AS browsers,
    uniqExactIf(ip, judged) AS legitimate,
    uniqExactIf(ip, crawler != '') AS crawlers,
    uniqExactIf(ip, coherent OR judged OR crawler != '') AS bystanders,
    uniqExactIf(ip, scored) AS scored,
    arraySlice(arraySort(groupUniqArrayIf(crawler, crawler != '')), 1, 5) AS crawler_names,
    max(label) AS asn_label
FROM
(
    SELECT
        requested.ip AS ip,
        asked,
        hours,
        scores.scored AS scored,
        verdicts.verdict = 'legitimate' AS judged,
        scores.coherent AND verdicts.verdict NOT IN ('bot', 'suspicious') AS coherent,
        dictGetOrDefault(concat({processing:String}, '.dict_bot_ip'), 'bot_name', tuple(requested.ip), '') AS crawler,
        if(
            listed,
            dictGetOrDefault(
                concat({processing:String}, '.dict_asn_reputation'), 'label',
                toUInt64(if(
                    asn > 0,
                    asn,
                    dictGetOrDefault(concat({processing:String}, '.dict_iplocate_asn'), 'asn', tuple(requested.ip), 0)
                )),
                ''
            ),
            ''
        ) AS label,
        arrayJoin(arrayFilter(
            (one) -> one.1 != '',
            [
                ('all', ''),
                (if(listed, 'address', ''), replaceRegexpOne(toString(requested.ip), '^::ffff:(\\d+\\.)', '\\1')),
                (if(has({ja4s:Array(String)}, requested.ja4), 'ja4', ''), toString(requested.ja4))
            ]
        )) AS entry
    FROM
    (
        SELECT
            toIPv6(src_ip) AS ip,
            ja4,
            toUInt8(toIPv6(src_ip) GLOBAL IN (SELECT toIPv6(arrayJoin({ips:Array(String)})))) AS listed,
            count() AS asked,
            uniqExact(toStartOfHour(time, 'UTC'), host) AS hours,
            max(src_asn) AS asn
        FROM {logs:Identifier}.http_logs
        WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
          AND (toIPv6(src_ip) GLOBAL IN (SELECT toIPv6(arrayJoin({ips:Array(String)}))) OR ja4 IN {ja4s:Array(String)})
        GROUP BY ip, ja4, listed
    ) AS requested
    GLOBAL LEFT JOIN
    (
        SELECT
            toIPv6(src_ip) AS ip,
            ja4,
            1 AS scored,
            countIf(threat_level = 'LEGITIMATE_BROWSER') > 0
                AND countIf(threat_level IN ('CRITICAL', 'HIGH', 'MEDIUM')) = 0 AS coherent
        FROM {processing:Identifier}.ml_all_scores
        WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')}
          AND (toIPv6(src_ip) GLOBAL IN (SELECT toIPv6(arrayJoin({ips:Array(String)}))) OR ja4 IN {ja4s:Array(String)})
        GROUP BY ip, ja4
    ) AS scores ON requested.ip = scores.ip AND requested.ja4 = scores.ja4
    GLOBAL LEFT JOIN
    (
        SELECT
            toIPv6(src_ip) AS ip,
            argMax(
                if(expires_at = toDateTime(0) OR expires_at > {now:DateTime('UTC')}, classification, 'undecided'),
                (ordered_at, batch, classification)
            ) AS verdict
        FROM {processing:Identifier}.soc_feedback
        GROUP BY ip
    ) AS verdicts ON requested.ip = verdicts.ip
)
GROUP BY kind, value
ORDER BY kind != 'all', bystanders DESC, requests DESC, kind, value
LIMIT {limit:UInt32}
