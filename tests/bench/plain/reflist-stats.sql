SELECT browser_family, count() FROM {processing:Identifier}.ref_browser_ja4 GROUP BY browser_family
;
SELECT count() FROM {processing:Identifier}.ref_browser_ja4
