-- How addresses stand: what the latest row of each says, and what was said before the row that is named.
SELECT
    replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1') AS ip,
    argMax(classification, place) AS verdict,
    argMax(comment, place) AS said,
    argMax(expires_at, place) AS expires,
    argMax(decision, place) AS counts,
    argMax(name, place) AS latest,
    argMax(undoes, place) AS taken_back,
    argMax(analyst, place) AS decided_by,
    max(ordered_at) AS last_ordered_at,
    max(created_at) AS last_created_at,
    argMaxIf(classification, place, earlier) AS verdict_before,
    argMaxIf(comment, place, earlier) AS said_before,
    argMaxIf(expires_at, place, earlier) AS expires_before,
    argMaxIf(decision, place, earlier) AS counted_before
FROM
(
    SELECT
        src_ip, created_at, classification, comment, analyst, undoes, expires_at, ordered_at,
        if(batch = '', concat('@', toString(toUnixTimestamp64Micro(ordered_at))), batch) AS name,
        if(undoes = '', name, restores) AS decision,
        (ordered_at, batch, classification) AS place,
        name != {named:String} AND place < maxIf(place, name = {named:String}) OVER (PARTITION BY src_ip) AS earlier
    FROM {processing:Identifier}.soc_feedback
    WHERE src_ip GLOBAL IN (SELECT toIPv6(arrayJoin({ips:Array(String)})))
)
GROUP BY src_ip
ORDER BY src_ip
LIMIT 500
