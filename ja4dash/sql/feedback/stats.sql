-- Addresses by their latest decision while it lasts, and decisions in all; earlier and undone ones stay in the history.
SELECT classification, addresses, all_addresses, decisions
FROM
(
    SELECT
        verdict AS classification,
        count() AS addresses,
        sum(countIf(verdict != 'undecided')) OVER () AS all_addresses,
        sum(sum(decided)) OVER () AS decisions
    FROM
    (
        SELECT
            argMax(classification, (ordered_at, batch, classification)) AS latest,
            argMax(expires_at, (ordered_at, batch, classification)) AS expires,
            if(expires = toDateTime(0) OR expires > {now:DateTime('UTC')}, latest, 'undecided') AS verdict,
            countIf(batch = '' AND classification != 'undecided') + uniqExactIf(batch, batch != '' AND undoes = '') AS decided
        FROM {processing:Identifier}.soc_feedback
        GROUP BY src_ip
    )
    GROUP BY verdict
)
WHERE classification != 'undecided'
ORDER BY addresses DESC, classification
LIMIT 100
