-- Addresses by their latest decision, and decisions in all; an earlier decision of an address stays history.
SELECT
    latest AS classification,
    count() AS addresses,
    sum(count()) OVER () AS all_addresses,
    sum(sum(decided)) OVER () AS decisions
FROM
(
    SELECT argMax(classification, (created_at, classification)) AS latest, count() AS decided
    FROM {processing:Identifier}.soc_feedback
    GROUP BY src_ip
)
GROUP BY latest
ORDER BY addresses DESC, classification
LIMIT 100
