-- The dictionaries: layout, status, elements, attributes, last load and error.
SELECT
    name,
    type AS layout,
    toString(status) AS state,
    element_count AS elements,
    arrayStringConcat(key.names, ', ') AS keys,
    arrayStringConcat(arrayMap((name, type) -> concat(name, ' ', type), attribute.names, attribute.types), ', ') AS attributes,
    bytes_allocated AS bytes,
    last_successful_update_time AS last_load,
    last_exception AS error
FROM system.dictionaries
WHERE database = {processing:String}
ORDER BY name
LIMIT 1000
