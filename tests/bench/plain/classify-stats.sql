SELECT latest, count() FROM (SELECT src_ip, argMax(classification, ordered_at) AS latest FROM {processing:Identifier}.soc_feedback GROUP BY src_ip) GROUP BY latest
;
SELECT count() FROM {processing:Identifier}.soc_feedback
