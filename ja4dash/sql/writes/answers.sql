-- What the dictionary says of some HTTP/2 fingerprints, in the order given.
SELECT
    one AS h2_fingerprint,
    dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ one, '') AS says
FROM (SELECT arrayJoin({fingerprints:Array(String)}) AS one)
LIMIT 10000
