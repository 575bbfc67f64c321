-- What each client of a window did: one row for each address, JA4, host and way it presents itself, with counts of requests.
--
-- An asset and a page are what view_ai_features_1h means by them. A probe asks in vain for what no page of a site
-- links to: files with secrets, other people's consoles. A payload carries code where a value belongs. `trials` are POSTs to what reads
-- like a login. page_gap_s, page_gap_cv: mean seconds between pages and their coefficient of variation (0 = a metronome).
-- `told` counts the requests whose status was recorded: 0 is unknown, never an answer.
SELECT
    toString(ip) AS address,
    ja4,
    host,
    header_user_agent,
    header_sec_ch_ua,
    header_sec_ch_ua_platform,
    h2_fingerprint,
    tls_alpn,
    http_version,
    any(dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '')) AS ja4_family,
    any(dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '')) AS ja4_tool,
    any(dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', /*listed*/ h2_fingerprint, '')) AS h2_family,
    count() AS requests,
    countIf(is_page) AS pages,
    countIf(is_asset) AS assets,
    countIf(is_call) AS calls,
    countIf(method = 'POST') AS posts,
    countIf(status > 0) AS told,
    countIf(status IN (401, 403)) AS refused,
    countIf(status IN (404, 410)) AS missed,
    uniqExactIf(bare_path, status IN (404, 410)) AS missed_paths,
    countIf(status = 429) AS throttled,
    countIf(is_trial) AS trials,
    countIf(is_trial AND status IN (400, 401, 403, 422, 429)) AS failed_trials,
    countIf(is_trial AND status = 0) AS blind_trials,
    countIf(is_probe) AS probes,
    uniqExactIf(bare_path, is_probe) AS probed_paths,
    countIf(is_payload) AS payloads,
    countIf(is_page AND header_referer = '') AS direct_pages,
    if(length(arrayPopFront(arrayDifference(arraySort(groupArrayIf(toUnixTimestamp(time), is_page)))) AS gaps) < 2, nan, arrayAvg(gaps))
        AS page_gap_s,
    sqrt(arrayAvg(gap -> pow(gap - page_gap_s, 2), gaps)) / page_gap_s AS page_gap_cv,
    any(dictGetOrDefault(concat({processing:String}, '.dict_bot_ip'), 'bot_name', tuple(ip), '')) AS verified_bot
FROM
(
    SELECT
        toIPv6(src_ip) AS ip,
        ja4,
        host,
        header_user_agent,
        header_sec_ch_ua,
        header_sec_ch_ua_platform,
        h2_fingerprint,
        tls_alpn,
        http_version,
        method,
        status,
        time,
        header_referer,
        cutQueryString(path) AS bare_path,
        lower(substringIndex(bare_path, '.', -1)) IN (
            'css', 'js', 'mjs', 'map', 'png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'svg', 'ico', 'bmp', 'woff', 'woff2',
            'ttf', 'otf', 'eot', 'mp3', 'mp4', 'webm', 'ogg', 'wasm'
        ) OR header_sec_fetch_dest IN (
            'style', 'script', 'image', 'font', 'audio', 'video', 'track', 'manifest', 'worker', 'sharedworker'
        ) AS is_asset,
        method = 'GET' AND NOT is_asset AND header_sec_fetch_dest != 'empty' AS is_page,
        NOT is_asset AND header_sec_fetch_dest = 'empty' AS is_call,
        method = 'POST' AND match(bare_path, '(?i)log[-_]?[io]n|sign[-_]?in|auth|passw|xmlrpc|session|token|otp|2fa|mfa') AS is_trial,
        NOT is_asset AND NOT status BETWEEN 200 AND 399 AND match(
            bare_path,
            '(?i)/\\.(env|git|svn|hg|aws|ssh|ht|ds_store|vscode|npmrc|docker)|\\.(bak|sql|old|swp|orig)$|/(backup|dump|www|site)\\.(zip|tar|gz|tgz|sql)|wp-(admin|login|content|includes|json|config)|xmlrpc\\.php|php-?my-?admin|/(pma|myadmin|adminer)\\b|phpinfo|/(shell|cmd|c99|eval-stdin)\\.php|/cgi-bin/|/actuator/|server-(status|info)|jenkins|/solr/|/manager/html|jmx|/console/?$|/HNAP1|/boaform|/vendor/phpunit|_ignition|/owa/|/ecp/|/remote/login|dana-na|global-protect|swagger|api-docs|graphiql|heapdump|elmah\\.axd|trace\\.axd|id_rsa|\\.\\./|%2e%2e|%c0%ae|\\.%2e|\\.\\.%2f|\\.\\.;/'
        ) AS is_probe,
        match(
            concat(path, '?', query),
            '(?i)(\\bunion\\b.{1,12}\\bselect\\b|\\bor\\b.{1,4}1.{0,2}=.{0,2}1|\\bsleep\\(|\\bdrop\\b.{1,4}\\btable\\b|extractvalue\\(|\\$\\{|\\{\\{|<script|%3cscript|onerror=|onload=|javascript:|\\(\\) ?\\{|/etc/passwd|php://|169\\.254\\.169\\.254|cmd\\|)'
        ) AS is_payload
    FROM {logs:Identifier}.http_logs
    WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}
)
GROUP BY ip, ja4, host, header_user_agent, header_sec_ch_ua, header_sec_ch_ua_platform, h2_fingerprint, tls_alpn, http_version
