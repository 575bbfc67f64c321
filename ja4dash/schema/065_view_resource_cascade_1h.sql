-- What follows a page in the last hour: how many assets, and how soon. A headless client fetches the page alone, or
-- everything at once.
--
-- A page is a GET that is no asset (by file extension or Sec-Fetch-Dest) and, where recorded, not a script's call; its
-- sub-resources are the assets that the address asks the same host for within 30 s and before its next page.
-- avg_sub_delay_ms, stddev_sub_delay_ms: delay after the page over all sub-resources, NaN when there were none; times
-- recorded in whole seconds give whole thousands. max_sub_resources: most for one page. window_start: when the hour began.
-- columns: src_ip host page_count avg_sub_delay_ms stddev_sub_delay_ms max_sub_resources window_start
CREATE VIEW IF NOT EXISTS {processing:Identifier}.view_resource_cascade_1h AS
WITH
    requests AS
    (
        SELECT
            toIPv6(src_ip) AS ip,
            host,
            toUnixTimestamp64Milli(toDateTime64(time, 3)) AS ms,
            lower(substringIndex(cutQueryString(path), '.', -1)) IN (
                'css', 'js', 'mjs', 'map', 'png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'svg', 'ico', 'bmp', 'woff', 'woff2',
                'ttf', 'otf', 'eot', 'mp3', 'mp4', 'webm', 'ogg', 'wasm'
            ) OR header_sec_fetch_dest IN (
                'style', 'script', 'image', 'font', 'audio', 'video', 'track', 'manifest', 'worker', 'sharedworker'
            ) AS is_asset
        FROM {logs:Identifier}.http_logs
        WHERE time > now() - 3600 AND time <= now() AND (is_asset OR (method = 'GET' AND header_sec_fetch_dest != 'empty'))
    ),
    after_pages AS
    (
        SELECT
            ip,
            host,
            is_asset,
            ms - max(if(is_asset, 0, ms)) OVER before AS delay,
            sum(NOT is_asset) OVER before AS page
        FROM requests
        WINDOW before AS (PARTITION BY ip, host ORDER BY ms, is_asset ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ),
    pages AS
    (
        SELECT ip, host, page, groupArrayIf(delay, is_asset AND delay <= 30000) AS delays
        FROM after_pages
        WHERE page > 0
        GROUP BY ip, host, page
    )
SELECT
    ip AS src_ip,
    host,
    count() AS page_count,
    avgArray(delays) AS avg_sub_delay_ms,
    stddevPopArray(delays) AS stddev_sub_delay_ms,
    max(length(delays)) AS max_sub_resources,
    now() - 3600 AS window_start
FROM pages
GROUP BY ip, host
