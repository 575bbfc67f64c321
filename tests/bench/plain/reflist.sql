SELECT ja4, browser_family, tls_library, context FROM {processing:Identifier}.ref_browser_ja4 ORDER BY ja4 LIMIT 200
;
SELECT count() FROM {processing:Identifier}.ref_browser_ja4
