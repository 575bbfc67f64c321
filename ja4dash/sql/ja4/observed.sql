-- What the requests of a JA4 show, who sends them, and which JA4s share a part with it, from one scan of the window.
-- `subject` tells the kinds of rows apart: `ja4` is this one and those that share a part, the others are this one's
-- `combination`s and the values of three columns. Combinations are grouped by their 64-bit hash, and counted up from there.
-- `uniq` is exact up to 65,536 sources and about a percent off beyond. Judged: by the latest decision.
WITH decided AS
(
    SELECT
        src_ip,
        argMax(classification, (ordered_at, batch, classification)) AS latest,
        argMax(expires_at, (ordered_at, batch, classification)) AS expires,
        if(expires = toDateTime(0) OR expires > {now:DateTime('UTC')}, latest, 'undecided') AS verdict
    FROM {processing:Identifier}.soc_feedback
    GROUP BY src_ip
)
SELECT
    subject,
    fingerprint AS ja4,
    fingerprint = {ja4:String} AS own,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', fingerprint, '') AS ja4_family,
    dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', fingerprint, '') AS ja4_tool,
    shown.1 AS h2_fingerprint,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ h2_fingerprint, '') AS h2_family,
    shown.2 AS header_user_agent,
    shown.3 AS header_sec_ch_ua,
    shown.4 AS header_sec_ch_ua_platform,
    shown.5 AS tls_alpn,
    shown.6 AS http_version,
    sum(sent) AS requests,
    uniqMerge(senders) AS sources,
    uniqMerge(numbers) AS networks,
    uniqMerge(legitimate) AS judged_legitimate,
    uniqMerge(bot) AS judged_bot,
    uniqMerge(suspicious) AS judged_suspicious,
    min(earliest) AS first_seen,
    max(latest) AS last_seen,
    count() OVER (PARTITION BY subject) AS distinct_values
FROM
(
    SELECT
        fingerprint,
        arraySlice([
            ('ja4', ('', '', '', '', '', '')),
            ('combination', (h2, agent, hints, platform, alpn, version)),
            ('header_user_agent', ('', agent, '', '', '', '')),
            ('h2_fingerprint', (h2, '', '', '', '', '')),
            ('header_sec_ch_ua', ('', '', hints, '', '', ''))
        ], 1, if(fingerprint = {ja4:String}, 5, 1)) AS kinds,
        sent, senders, numbers, legitimate, bot, suspicious, earliest, latest
    FROM
    (
        SELECT
            toString(ja4) AS fingerprint,
            toString(any(h2_fingerprint)) AS h2,
            toString(any(header_user_agent)) AS agent,
            toString(any(header_sec_ch_ua)) AS hints,
            toString(any(header_sec_ch_ua_platform)) AS platform,
            toString(any(tls_alpn)) AS alpn,
            toString(any(http_version)) AS version,
            count() AS sent,
            uniqState(toIPv6(src_ip) AS address) AS senders,
            uniqStateIf(src_asn, src_asn > 0) AS numbers,
            uniqStateIf(address, address GLOBAL IN (SELECT src_ip FROM decided WHERE verdict = 'legitimate')) AS legitimate,
            uniqStateIf(address, address GLOBAL IN (SELECT src_ip FROM decided WHERE verdict = 'bot')) AS bot,
            uniqStateIf(address, address GLOBAL IN (SELECT src_ip FROM decided WHERE verdict = 'suspicious')) AS suspicious,
            min(time) AS earliest,
            max(time) AS latest
        FROM {logs:Identifier}.http_logs
        WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
          AND (
              ja4 = {ja4:String}
              OR substringIndex(ja4, '_', 1) = {a:String}
              OR splitByChar('_', ja4)[2] = {b:String}
              OR splitByChar('_', ja4)[3] = {c:String}
          ) /*filters:logs*/
        GROUP BY
            ja4,
            if(
                ja4 = {ja4:String},
                cityHash64(
                    h2_fingerprint, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, tls_alpn, http_version
                ),
                0
            )
    )
)
ARRAY JOIN kinds.1 AS subject, kinds.2 AS shown
GROUP BY subject, fingerprint, shown
ORDER BY subject, own DESC, requests DESC, fingerprint, shown
LIMIT {limit:UInt32} BY subject
