-- Features of the sessions of the last hour: one row for each address, JA4 and host.
--
-- hits: requests. hit_velocity: requests per second from the first to the last request, both seconds counted.
-- A path is compared without its query string. fuzzing_index: distinct paths for each first segment; path_diversity_ratio:
--   distinct paths for each request.
-- post_ratio, asset_ratio, direct_access_ratio: share of POST, of assets (by file extension or Sec-Fetch-Dest), and of
--   requests without Referer; the last is NaN (unknown) where http_logs has no header_referer.
-- temporal_entropy: Shannon entropy of the requests over the 60 minutes, 0 (one minute) to 1 (every minute alike).
-- modern_browser_score: mean of 20 points each for Sec-CH-UA, Sec-Fetch, Accept-Language, br or zstd, HTTP/2 or newer.
-- header_count: mean number of recorded headers that are not empty (at most 12).
-- src_port_density: distinct source ports for each request. port_exhaustion_ratio: distinct source ports of the address
--   on all its sessions as a share of the 64512 that are not reserved.
-- distinct_ja4_count: JA4s of the address on all its sessions. Two are normal: a resumed connection has one of its own.
-- is_ua_rotating: three or more User-Agents on one session.
-- orphan_ratio: share of the assets asked for before the address asked for any page, here or in the ten minutes before
--   the hour. A page is a GET that is no asset and, where recorded, not a script's call.
-- asn_number, asn_org, country_code: as the producer recorded them, else by dict_iplocate_asn. asn_label: `unknown` when
--   dict_asn_reputation does not know the network. bot_name: by address range, else by JA4.
-- h2_*: of the session's latest request with an HTTP/2 fingerprint. Signatures are asked by its canonical spelling, so that
--   reserved settings (GREASE) hide no browser. h2_settings_known: the SETTINGS part is that of some signature.
--   h2_window_chrome, _firefox: within 1 %; _safari: one of its two values. h2_window_absent: HTTP/2 was recorded and no
--   update sent; a producer that records no HTTP/2 leaves all flags 0. h2_order_*: pseudo-header order.
-- tls_h2_family_mismatch: JA4 and HTTP/2 belong to different stacks, both known. Chrome, Edge and Opera are one stack;
--   a JA4 of a known tool is the stack `tool`.
-- fingerprint_coherence_score: share of agreeing pairs among the known families of JA4, HTTP/2, User-Agent and Sec-CH-UA,
--   mean over the requests; 1 where fewer than two are known. User-Agent and Sec-CH-UA are compared by product (an Edge
--   that says Chrome contradicts itself), the others by stack. Every browser on iOS is Safari's stack. A declared crawler
--   may run on any stack: unknown.
-- columns: src_ip ja4 host hits hit_velocity fuzzing_index post_ratio asset_ratio direct_access_ratio temporal_entropy
-- columns: path_diversity_ratio modern_browser_score header_count src_port_density distinct_ja4_count is_ua_rotating
-- columns: port_exhaustion_ratio orphan_ratio asn_number asn_org asn_label country_code bot_name browser_family
-- columns: h2_dict_family h2_settings_known h2_window_update_value h2_window_chrome h2_window_firefox h2_window_safari
-- columns: h2_window_absent h2_pseudo_ord_raw h2_order_chrome h2_order_firefox h2_order_safari h2_order_other
-- columns: tls_h2_family_mismatch fingerprint_coherence_score
CREATE VIEW IF NOT EXISTS {processing:Identifier}.view_ai_features_1h AS
WITH
    requests AS
    (
        SELECT
            toIPv6(src_ip) AS ip,
            ja4,
            host,
            time,
            src_port,
            method,
            header_user_agent AS ua,
            header_referer AS referer,
            h2_fingerprint,
            h2_window_update,
            h2_pseudo_order,
            src_asn,
            src_as_name,
            src_country_code,
            cutQueryString(path) AS bare_path,
            lower(substringIndex(bare_path, '.', -1)) IN (
                'css', 'js', 'mjs', 'map', 'png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'svg', 'ico', 'bmp', 'woff', 'woff2',
                'ttf', 'otf', 'eot', 'mp3', 'mp4', 'webm', 'ogg', 'wasm'
            ) OR header_sec_fetch_dest IN (
                'style', 'script', 'image', 'font', 'audio', 'video', 'track', 'manifest', 'worker', 'sharedworker'
            ) AS is_asset,
            method = 'GET' AND NOT is_asset AND header_sec_fetch_dest != 'empty' AS is_page,
            intDiv(toUnixTimestamp(now()) - toUnixTimestamp(time), 60) AS minutes_ago,
            20 * (
                (header_sec_ch_ua != '')
                + (header_sec_fetch_mode != '')
                + (header_accept_language != '')
                + (hasToken(lower(header_accept_encoding), 'br') OR hasToken(lower(header_accept_encoding), 'zstd'))
                + (match(http_version, '^(HTTP/|h)?[23](\\.0)?$') OR h2_fingerprint != '')
            ) AS modern,
            (header_user_agent != '') + (header_referer != '') + (header_accept != '') + (header_accept_language != '')
                + (header_accept_encoding != '') + (header_x_forwarded_for != '') + (header_sec_ch_ua != '')
                + (header_sec_ch_ua_platform != '') + (header_sec_ch_ua_mobile != '') + (header_sec_fetch_mode != '')
                + (header_sec_fetch_site != '') + (header_sec_fetch_dest != '') AS headers,
            dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') AS ja4_family,
            dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') AS ja4_bot,
            /*listed*/ h2_fingerprint AS h2_listed,
            dictGetOrDefault(concat({processing:String}, '.dict_browser_h2'), 'browser_family', h2_listed, '') AS h2_family,
            multiIf(
                ja4_family IN ('Chrome', 'Chromium', 'Edge', 'Opera', 'Brave', 'Vivaldi'), 'Chromium',
                ja4_family NOT IN ('', 'Other'), ja4_family,
                ja4_bot != '', 'tool',
                ''
            ) AS ja4_stack,
            multiIf(
                h2_family IN ('Chrome', 'Chromium', 'Edge', 'Opera', 'Brave', 'Vivaldi'), 'Chromium',
                h2_family NOT IN ('', 'Other'), h2_family,
                ''
            ) AS h2_stack,
            multiIf(
                ua = '' OR match(ua, 'CFNetwork/|^Dalvik/'), '',
                NOT startsWith(ua, 'Mozilla/'), 'tool',
                match(ua, '(?i)bot|crawl|spider|slurp|scan|compatible;'), '',
                match(ua, 'iPhone|iPad|iPod'), 'Safari',
                position(ua, 'Firefox/') > 0, 'Firefox',
                match(ua, 'Chrome/|Chromium/|Edg/'), 'Chromium',
                match(ua, 'Version/.*Safari/'), 'Safari',
                ''
            ) AS ua_stack,
            multiIf(
                position(ua, 'HeadlessChrome/') > 0, 'HeadlessChrome',
                match(ua, 'Edg[A-Za-z]*/'), 'Edge',
                position(ua, 'OPR/') > 0, 'Opera',
                ua_stack = 'Chromium', 'Chrome',
                ua_stack
            ) AS ua_product,
            multiIf(
                position(header_sec_ch_ua, 'HeadlessChrome') > 0, 'HeadlessChrome',
                position(header_sec_ch_ua, 'Microsoft Edge') > 0, 'Edge',
                position(header_sec_ch_ua, 'Opera') > 0, 'Opera',
                position(header_sec_ch_ua, 'Chrom') > 0, 'Chrome',
                ''
            ) AS hint_product,
            if(hint_product = '', '', 'Chromium') AS hint_stack,
            (ja4_stack != '') + (h2_stack != '') + (ua_stack != '') + (hint_stack != '') AS known,
            intDiv(known * (known - 1), 2) AS pairs,
            (ja4_stack != '' AND ja4_stack = h2_stack) + (ja4_stack != '' AND ja4_stack = ua_stack)
                + (ja4_stack != '' AND ja4_stack = hint_stack) + (h2_stack != '' AND h2_stack = ua_stack)
                + (h2_stack != '' AND h2_stack = hint_stack)
                + (ua_stack != '' AND hint_stack != '' AND ua_product = hint_product) AS agreeing
        FROM {logs:Identifier}.http_logs
        WHERE time > now() - 4200 AND time <= now()
    ),
    sessions AS
    (
        SELECT
            ip,
            ja4,
            host,
            count() AS n,
            dateDiff('second', min(time), max(time)) + 1 AS seconds,
            uniqExact(bare_path) AS paths,
            uniqExact(substringIndex(substring(bare_path, 2), '/', 1)) AS segments,
            uniqExact(src_port) AS ports,
            uniqExactState(src_port) AS ports_state,
            uniqExactIf(ua, ua != '') AS agents,
            countIf(method = 'POST') AS posts,
            countIf(referer = '') AS direct,
            entropy(minutes_ago) AS minute_entropy,
            avg(modern) AS modern_score,
            avg(headers) AS mean_headers,
            groupArrayIf(time, is_asset) AS asset_times,
            minIf(time, is_page) AS first_page,
            countIf(is_page) AS pages,
            max(src_asn) AS asn,
            max(src_as_name) AS org,
            max(src_country_code) AS country,
            any(ja4_family) AS family,
            any(ja4_bot) AS bot_by_ja4,
            argMaxIf(
                (h2_fingerprint, h2_listed, h2_window_update, h2_pseudo_order, h2_family, h2_stack, ja4_stack),
                (time, h2_fingerprint),
                h2_fingerprint != ''
            ) AS h2,
            avg(if(pairs = 0, 1, agreeing / pairs)) AS coherence
        FROM requests
        WHERE time > now() - 3600
        GROUP BY ip, ja4, host
    ),
    addresses AS
    (
        SELECT
            *,
            uniqExactIf(ja4, ja4 != '') OVER (PARTITION BY ip) AS ja4s,
            uniqExactMerge(ports_state) OVER (PARTITION BY ip) AS ports_of_ip,
            sum(pages) OVER (PARTITION BY ip) AS pages_of_ip,
            min(if(pages > 0, first_page, toDateTime(4294967295))) OVER (PARTITION BY ip) AS first_page_of_ip,
            dictGetOrDefault(concat({processing:String}, '.dict_iplocate_asn'), ('asn', 'country_code', 'name'), tuple(ip), (0, '', ''))
                AS located,
            if(asn > 0, asn, located.1) AS any_asn,
            dictGetOrDefault(concat({processing:String}, '.dict_bot_ip'), 'bot_name', tuple(ip), '') AS bot_by_ip
        FROM sessions
    )
SELECT
    ip AS src_ip,
    ja4,
    host,
    n AS hits,
    toFloat32(n / seconds) AS hit_velocity,
    toFloat32(paths / segments) AS fuzzing_index,
    toFloat32(posts / n) AS post_ratio,
    toFloat32(length(asset_times) / n) AS asset_ratio,
    toFloat32(if({records_referer:UInt8}, direct / n, nan)) AS direct_access_ratio,
    toFloat32(minute_entropy / log2(60)) AS temporal_entropy,
    toFloat32(paths / n) AS path_diversity_ratio,
    toFloat32(modern_score) AS modern_browser_score,
    toFloat32(mean_headers) AS header_count,
    toFloat32(ports / n) AS src_port_density,
    toUInt32(ja4s) AS distinct_ja4_count,
    agents >= 3 AS is_ua_rotating,
    toFloat32(ports_of_ip / 64512) AS port_exhaustion_ratio,
    toFloat32(if(
        empty(asset_times) OR ip IN (SELECT ip FROM requests WHERE time <= now() - 3600 AND is_page),
        0,
        arrayCount(asked -> asked < first_page_of_ip, asset_times) / length(asset_times)
    )) AS orphan_ratio,
    toUInt32(any_asn) AS asn_number,
    multiIf(org != '', org, located.1 = any_asn, located.3, '') AS asn_org,
    dictGetOrDefault(concat({processing:String}, '.dict_asn_reputation'), 'label', toUInt64(any_asn), 'unknown') AS asn_label,
    if(country != '', country, located.2) AS country_code,
    if(bot_by_ip != '', bot_by_ip, bot_by_ja4) AS bot_name,
    family AS browser_family,
    h2.5 AS h2_dict_family,
    h2.2 != '' AND splitByChar('|', h2.2)[1] IN
    (
        SELECT splitByChar('|', h2_fingerprint)[1] FROM dictionary(concat({processing:String}, '.dict_browser_h2'))
    ) AS h2_settings_known,
    h2.3 AS h2_window_update_value,
    abs(toInt64(h2.3) - 15663105) <= 156631 AS h2_window_chrome,
    abs(toInt64(h2.3) - 12517377) <= 125173 AS h2_window_firefox,
    h2.3 IN (10485760, 10420225) AS h2_window_safari,
    h2.1 != '' AND h2.3 = 0 AS h2_window_absent,
    h2.4 AS h2_pseudo_ord_raw,
    h2.4 = 'm,a,s,p' AS h2_order_chrome,
    h2.4 = 'm,p,a,s' AS h2_order_firefox,
    h2.4 IN ('m,s,p,a', 'm,s,a,p') AS h2_order_safari,
    h2.4 NOT IN ('', 'm,a,s,p', 'm,p,a,s', 'm,s,p,a', 'm,s,a,p') AS h2_order_other,
    h2.6 != '' AND h2.7 != '' AND h2.6 != h2.7 AS tls_h2_family_mismatch,
    toFloat32(coherence) AS fingerprint_coherence_score
FROM addresses
