-- Who the simulated sources really were; a source that plays two parts is malicious if one of them is.
SELECT
    toString(src_ip) AS address,
    argMax(known.class, (known.malicious, known.actor)) AS class,
    max(known.malicious) AS malicious,
    max(known.coordinated_group) AS coordinated_group
FROM {processing:Identifier}.simulation_truth AS known
WHERE seed = {seed:UInt64}
GROUP BY address
