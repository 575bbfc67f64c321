-- Writes of the window beside the period before, who made them, and every person and action that the journal knows.
SELECT
    uniqExactIf(batch, at >= {since:DateTime('UTC')}) AS writes,
    uniqExactIf(batch, at < {since:DateTime('UTC')} AND at >= {before:DateTime('UTC')}) AS writes_before,
    countIf(outcome = 'begun' AND at >= {since:DateTime('UTC')}) AS targets,
    countIf(outcome = 'begun' AND at < {since:DateTime('UTC')} AND at >= {before:DateTime('UTC')}) AS targets_before,
    uniqExactIf(who, at >= {since:DateTime('UTC')}) AS people,
    uniqExactIf(who, at < {since:DateTime('UTC')} AND at >= {before:DateTime('UTC')}) AS people_before,
    uniqExactIf(batch, action = 'undo' AND at >= {since:DateTime('UTC')}) AS undos,
    uniqExactIf(batch, action = 'undo' AND at < {since:DateTime('UTC')} AND at >= {before:DateTime('UTC')}) AS undos_before,
    uniqExactIf(batch, outcome = 'failed' AND at >= {since:DateTime('UTC')}) AS failed,
    uniqExactIf(batch, outcome = 'failed' AND at < {since:DateTime('UTC')} AND at >= {before:DateTime('UTC')}) AS failed_before,
    arraySort(groupUniqArray(500)(who)) AS everybody,
    arraySort(groupUniqArray(100)(action)) AS actions
FROM {processing:Identifier}.soc_journal
WHERE at < {until:DateTime('UTC')}
