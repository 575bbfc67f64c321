-- Entries of the journal, newest first, one page, each with what became of its batch.
SELECT
    at,
    who,
    role,
    action,
    if(target_kind = 'source', target, '') AS ip,
    if(target_kind = 'source', '', target) AS thing,
    before,
    after,
    batch,
    if(became = '', 'begun', became) AS outcome,
    why AS note,
    count() OVER () AS matching
FROM
(
    SELECT at, who, role, action, target_kind, target, before, after, batch
    FROM {processing:Identifier}.soc_journal
    WHERE outcome = 'begun'
      AND at >= {since:DateTime('UTC')} AND at < {until:DateTime('UTC')}
      AND ({who:String} = '' OR who = {who:String})
      AND ({action:String} = '' OR action = {action:String})
      AND (
          {text:String} = '' OR target = {address:String}
          OR positionCaseInsensitiveUTF8(concat(target, '\n', before, '\n', after, '\n', batch), {text:String}) > 0
      )
) AS begun
GLOBAL LEFT ANY JOIN
(
    SELECT batch, argMax(outcome, at) AS became, argMax(note, at) AS why
    FROM {processing:Identifier}.soc_journal
    WHERE outcome != 'begun' AND at >= {since:DateTime('UTC')}
    GROUP BY batch
) AS ended USING (batch)
ORDER BY /*order*/ at DESC, batch, target
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
