-- What was written about some HTTP/2 signatures, or in one batch: newest first, each with what became of its batch.
SELECT
    at,
    who,
    role,
    action,
    target AS h2_fingerprint,
    before,
    after,
    batch,
    if(became = '', 'begun', became) AS outcome,
    why AS note
FROM
(
    SELECT at, who, role, action, target, before, after, batch
    FROM {processing:Identifier}.soc_journal
    WHERE target_kind = 'signature' AND outcome = 'begun'
      AND (target IN {fingerprints:Array(String)} OR batch = {batch:String})
) AS begun
GLOBAL LEFT ANY JOIN
(
    SELECT batch, argMax(outcome, at) AS became, argMax(note, at) AS why
    FROM {processing:Identifier}.soc_journal
    WHERE outcome != 'begun'
    GROUP BY batch
) AS ended USING (batch)
ORDER BY at DESC, batch DESC, h2_fingerprint
LIMIT {limit:UInt32}
