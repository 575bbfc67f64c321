-- How many decisions and undos the visitors of a demo have in the table now.
SELECT count() AS decisions
FROM {processing:Identifier}.soc_feedback
WHERE startsWith(analyst, 'visitor-')
