CREATE DATABASE IF NOT EXISTS `ja4_logs` ON CLUSTER `soc`;

CREATE DATABASE IF NOT EXISTS `ja4_processing` ON CLUSTER `soc`;

CREATE TABLE IF NOT EXISTS `ja4_logs`.http_logs_local ON CLUSTER `soc`
(
    time DateTime,
    log_date Date DEFAULT toDate(time, 'UTC'),
    src_ip IPv6,
    src_port UInt16,
    method LowCardinality(String),
    host LowCardinality(String),
    path String,
    query String,
    http_version LowCardinality(String),
    status UInt16,
    header_user_agent LowCardinality(String),
    header_referer String,
    header_accept LowCardinality(String),
    header_accept_language LowCardinality(String),
    header_accept_encoding LowCardinality(String),
    header_x_forwarded_for String,
    header_sec_ch_ua LowCardinality(String),
    header_sec_ch_ua_platform LowCardinality(String),
    header_sec_ch_ua_mobile LowCardinality(String),
    header_sec_fetch_mode LowCardinality(String),
    header_sec_fetch_site LowCardinality(String),
    header_sec_fetch_dest LowCardinality(String),
    ja4 LowCardinality(String),
    tls_version LowCardinality(String),
    tls_alpn LowCardinality(String),
    tls_sni LowCardinality(String),
    h2_fingerprint LowCardinality(String),
    h2_settings_fp LowCardinality(String),
    h2_window_update UInt32,
    h2_pseudo_order LowCardinality(String),
    src_asn UInt32,
    src_as_name LowCardinality(String),
    src_country_code LowCardinality(String),
    INDEX by_ja4 ja4 TYPE bloom_filter(0.01) GRANULARITY 2
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(time)
PRIMARY KEY (toStartOfHour(time), src_ip)
ORDER BY (toStartOfHour(time), src_ip, time)
SETTINGS replicated_deduplication_window = 10000
COMMENT 'ja4dash 010_http_logs cc50235a8e00';

CREATE TABLE IF NOT EXISTS `ja4_logs`.http_logs ON CLUSTER `soc` AS `ja4_logs`.http_logs_local
ENGINE = Distributed(`soc`, `ja4_logs`, http_logs_local, cityHash64(toIPv6(src_ip)))
COMMENT 'ja4dash 010_http_logs cc50235a8e00';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ml_all_scores_local ON CLUSTER `soc`
(
    detected_at DateTime,
    window_start DateTime,
    src_ip IPv6,
    ja4 LowCardinality(String),
    host LowCardinality(String),
    model_name LowCardinality(String),
    anomaly_score Float32,
    raw_anomaly_score Float32,
    ae_recon_error Float32,
    xgb_prob Float32,
    threat_level LowCardinality(String),
    hits UInt64,
    hit_velocity Float32,
    fuzzing_index Float32,
    post_ratio Float32,
    asn_number UInt32,
    asn_org LowCardinality(String),
    country_code LowCardinality(String),
    bot_name LowCardinality(String),
    browser_family LowCardinality(String),
    INDEX by_ja4 ja4 TYPE bloom_filter(0.01) GRANULARITY 2
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(detected_at)
PRIMARY KEY (toStartOfHour(detected_at), src_ip)
ORDER BY (toStartOfHour(detected_at), src_ip, detected_at)
SETTINGS replicated_deduplication_window = 100
COMMENT 'ja4dash 020_ml_all_scores 14176cf222cc';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ml_all_scores ON CLUSTER `soc` AS `ja4_processing`.ml_all_scores_local
ENGINE = Distributed(`soc`, `ja4_processing`, ml_all_scores_local, cityHash64(src_ip))
COMMENT 'ja4dash 020_ml_all_scores 14176cf222cc';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ml_detected_anomalies_local ON CLUSTER `soc`
(
    detected_at DateTime,
    src_ip IPv6,
    ja4 LowCardinality(String),
    host LowCardinality(String),
    model_name LowCardinality(String),
    anomaly_score Float32,
    raw_anomaly_score Float32,
    threat_level LowCardinality(String),
    hits UInt64,
    hit_velocity Float32,
    fuzzing_index Float32,
    post_ratio Float32,
    asn_number UInt32,
    asn_org LowCardinality(String),
    country_code LowCardinality(String),
    bot_name LowCardinality(String),
    browser_family LowCardinality(String),
    recurrence UInt32,
    port_exhaustion_ratio Float32,
    orphan_ratio Float32,
    campaign_id Int32 DEFAULT -1,
    reason String,
    INDEX by_ja4 ja4 TYPE bloom_filter(0.01) GRANULARITY 2,
    INDEX by_campaign campaign_id TYPE set(1000) GRANULARITY 1
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(detected_at)
PRIMARY KEY (toStartOfHour(detected_at), src_ip)
ORDER BY (toStartOfHour(detected_at), src_ip, detected_at)
SETTINGS replicated_deduplication_window = 100
COMMENT 'ja4dash 021_ml_detected_anomalies f74f1c29c670';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ml_detected_anomalies ON CLUSTER `soc` AS `ja4_processing`.ml_detected_anomalies_local
ENGINE = Distributed(`soc`, `ja4_processing`, ml_detected_anomalies_local, cityHash64(src_ip))
COMMENT 'ja4dash 021_ml_detected_anomalies f74f1c29c670';

CREATE TABLE IF NOT EXISTS `ja4_processing`.fleet_detections ON CLUSTER `soc`
(
    detected_at DateTime,
    community_id Int32,
    fleet_score Float32,
    n_ips UInt32,
    ja4_set Array(String),
    asn_set Array(String),
    ip_sample Array(String)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
PARTITION BY toYYYYMM(detected_at)
ORDER BY (detected_at, community_id)
COMMENT 'ja4dash 022_fleet_detections 29da6930051d';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ml_performance_metrics ON CLUSTER `soc`
(
    cycle_at DateTime,
    model_name LowCardinality(String),
    total_sessions UInt32,
    critical_count UInt32,
    high_count UInt32,
    features_valid UInt32,
    features_total UInt32,
    baseline_size UInt32,
    correlated_rate Float32,
    anomaly_rate Float32,
    drift_rate Float32,
    drift_alert UInt8,
    meta_learner_active UInt8,
    cycle_latency_ms UInt32
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
PARTITION BY toYYYYMM(cycle_at)
ORDER BY (cycle_at, model_name)
COMMENT 'ja4dash 023_ml_performance_metrics 939a944a1769';

CREATE TABLE IF NOT EXISTS `ja4_processing`.soc_feedback ON CLUSTER `soc`
(
    created_at DateTime DEFAULT now(),
    src_ip IPv6,
    classification LowCardinality(String),
    comment String,
    analyst String DEFAULT '',
    batch String DEFAULT '',
    undoes String DEFAULT '',
    restores String DEFAULT '',
    expires_at DateTime DEFAULT toDateTime(0),
    ordered_at DateTime64(6, 'UTC') DEFAULT toDateTime64(created_at, 6, 'UTC')
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (src_ip, created_at)
SETTINGS replicated_deduplication_window = 1000
COMMENT 'ja4dash 024_soc_feedback b05a39c5fbbe';

CREATE TABLE IF NOT EXISTS `ja4_processing`.browser_h2_signatures ON CLUSTER `soc`
(
    h2_fingerprint String,
    browser_family LowCardinality(String),
    confidence Float32,
    notes String
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (h2_fingerprint, browser_family)
COMMENT 'ja4dash 025_browser_h2_signatures 96ad9e1e8eec';

CREATE TABLE IF NOT EXISTS `ja4_processing`.anubis_ip_rules ON CLUSTER `soc`
(
    prefix String,
    bot_name LowCardinality(String),
    action LowCardinality(String),
    category LowCardinality(String)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (prefix, bot_name)
COMMENT 'ja4dash 026_anubis_ip_rules 6dd10887f817';

CREATE TABLE IF NOT EXISTS `ja4_processing`.anubis_asn_rules ON CLUSTER `soc`
(
    asn UInt32,
    bot_name LowCardinality(String),
    action LowCardinality(String),
    category LowCardinality(String)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (asn, bot_name)
COMMENT 'ja4dash 027_anubis_asn_rules b40e406ca432';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ref_bot_ip ON CLUSTER `soc`
(
    prefix String,
    bot_name LowCardinality(String)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY prefix
COMMENT 'ja4dash 030_ref_bot_ip 065a395d28af';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ref_bot_ja4 ON CLUSTER `soc`
(
    ja4 String,
    bot_name LowCardinality(String),
    source LowCardinality(String)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY ja4
COMMENT 'ja4dash 031_ref_bot_ja4 df80abcf2863';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ref_browser_ja4 ON CLUSTER `soc`
(
    ja4 String,
    browser_family LowCardinality(String),
    tls_library LowCardinality(String),
    context String
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY ja4
COMMENT 'ja4dash 032_ref_browser_ja4 89f37a8bf297';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ref_asn_reputation ON CLUSTER `soc`
(
    src_asn UInt32,
    label LowCardinality(String),
    name String,
    label_source LowCardinality(String)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY src_asn
COMMENT 'ja4dash 033_ref_asn_reputation 4b52aa6b197a';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ref_iplocate_asn ON CLUSTER `soc`
(
    network String,
    asn UInt32,
    country_code LowCardinality(String),
    name String
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY network
COMMENT 'ja4dash 034_ref_iplocate_asn d8f8032c859a';

CREATE TABLE IF NOT EXISTS `ja4_processing`.reference_loads ON CLUSTER `soc`
(
    list LowCardinality(String),
    loaded_at DateTime64(3) DEFAULT now64(3),
    version String,
    rows UInt64,
    checksum UInt64,
    keys Array(String)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (list, loaded_at)
COMMENT 'ja4dash 035_reference_loads 10a8d5580087';

CREATE TABLE IF NOT EXISTS `ja4_processing`.simulation_truth ON CLUSTER `soc`
(
    src_ip IPv6,
    actor String,
    class LowCardinality(String),
    malicious UInt8,
    coordinated_group String,
    seed UInt64
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (seed, src_ip, actor)
COMMENT 'ja4dash 040_simulation_truth 1280ad2fcf88';

CREATE TABLE IF NOT EXISTS `ja4_processing`.simulation_progress ON CLUSTER `soc`
(
    seed UInt64,
    from_time DateTime,
    until_time DateTime,
    requests UInt64,
    written_at DateTime DEFAULT now()
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (seed, until_time)
COMMENT 'ja4dash 041_simulation_progress 8e13ddb16a55';

CREATE TABLE IF NOT EXISTS `ja4_processing`.ingest_chunks ON CLUSTER `soc`
(
    file_hash String,
    source String,
    chunk UInt32,
    rows UInt64,
    rejected UInt64,
    shifted Int64,
    bytes UInt64,
    loaded_at DateTime DEFAULT now()
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (file_hash, chunk)
COMMENT 'ja4dash 042_ingest_chunks 018797e58c4c';

CREATE TABLE IF NOT EXISTS `ja4_processing`.soc_journal ON CLUSTER `soc`
(
    at DateTime64(6, 'UTC') DEFAULT now64(6),
    who String,
    role LowCardinality(String),
    action LowCardinality(String),
    target_kind LowCardinality(String),
    target String,
    before String,
    after String,
    batch String,
    outcome LowCardinality(String),
    note String
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')
ORDER BY (at, batch)
SETTINGS replicated_deduplication_window = 1000
COMMENT 'ja4dash 043_soc_journal 7ea18ee2a239';

CREATE TABLE IF NOT EXISTS `ja4_processing`.session_features_local ON CLUSTER `soc`
(
    detected_at DateTime,
    src_ip IPv6,
    ja4 LowCardinality(String),
    host LowCardinality(String),
    model_name LowCardinality(String),
    threat_level LowCardinality(String),
    seen Map(LowCardinality(String), Float32)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(detected_at)
ORDER BY (toStartOfHour(detected_at), src_ip, detected_at)
TTL detected_at + toIntervalDay(30)
SETTINGS replicated_deduplication_window = 100
COMMENT 'ja4dash 044_session_features 19b6a1cc6608';

CREATE TABLE IF NOT EXISTS `ja4_processing`.session_features ON CLUSTER `soc` AS `ja4_processing`.session_features_local
ENGINE = Distributed(`soc`, `ja4_processing`, session_features_local, cityHash64(src_ip))
COMMENT 'ja4dash 044_session_features 19b6a1cc6608';

CREATE TABLE IF NOT EXISTS `ja4_processing`.saved_views ON CLUSTER `soc`
(
    at DateTime64(6, 'UTC') DEFAULT now64(6),
    analyst String,
    page LowCardinality(String),
    query String,
    name String,
    starred UInt8,
    batch String
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/everywhere/{database}/{table}', '{shard}_{replica}')(at)
ORDER BY (analyst, page, query)
SETTINGS replicated_deduplication_window = 1000
COMMENT 'ja4dash 045_saved_views 94e4ecee3215';

CREATE DICTIONARY IF NOT EXISTS `ja4_processing`.dict_bot_ip ON CLUSTER `soc`
(
    prefix String,
    bot_name String DEFAULT ''
)
PRIMARY KEY prefix
SOURCE(CLICKHOUSE(USER 'soc' PASSWORD '[HIDDEN]' QUERY 'SELECT prefix, min(bot_name) FROM `ja4_processing`.ref_bot_ip GROUP BY prefix'))
LAYOUT(IP_TRIE())
LIFETIME(MIN 300 MAX 600)
COMMENT 'ja4dash 050_dict_bot_ip fdb5dac4ad7a';

CREATE DICTIONARY IF NOT EXISTS `ja4_processing`.dict_bot_ja4 ON CLUSTER `soc`
(
    ja4 String,
    bot_name String DEFAULT ''
)
PRIMARY KEY ja4
SOURCE(CLICKHOUSE(USER 'soc' PASSWORD '[HIDDEN]' QUERY 'SELECT ja4, min(bot_name) FROM `ja4_processing`.ref_bot_ja4 GROUP BY ja4'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(MIN 300 MAX 600)
COMMENT 'ja4dash 051_dict_bot_ja4 226d434b726a';

CREATE DICTIONARY IF NOT EXISTS `ja4_processing`.dict_browser_ja4 ON CLUSTER `soc`
(
    ja4 String,
    browser_family String DEFAULT '',
    tls_library String DEFAULT '',
    context String DEFAULT ''
)
PRIMARY KEY ja4
SOURCE(CLICKHOUSE(USER 'soc' PASSWORD '[HIDDEN]' DB 'ja4_processing' TABLE 'ref_browser_ja4'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(MIN 300 MAX 600)
COMMENT 'ja4dash 052_dict_browser_ja4 6d416acc3690';

CREATE DICTIONARY IF NOT EXISTS `ja4_processing`.dict_browser_h2 ON CLUSTER `soc`
(
    h2_fingerprint String,
    browser_family String DEFAULT ''
)
PRIMARY KEY h2_fingerprint
SOURCE(CLICKHOUSE(USER 'soc' PASSWORD '[HIDDEN]' QUERY 'SELECT h2_fingerprint, argMin(browser_family, (-confidence, browser_family)) FROM `ja4_processing`.browser_h2_signatures GROUP BY h2_fingerprint'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(MIN 300 MAX 600)
COMMENT 'ja4dash 053_dict_browser_h2 bff6ffbef388';

CREATE DICTIONARY IF NOT EXISTS `ja4_processing`.dict_asn_reputation ON CLUSTER `soc`
(
    src_asn UInt64,
    label String DEFAULT ''
)
PRIMARY KEY src_asn
SOURCE(CLICKHOUSE(USER 'soc' PASSWORD '[HIDDEN]' DB 'ja4_processing' TABLE 'ref_asn_reputation'))
LAYOUT(HASHED())
LIFETIME(MIN 300 MAX 600)
COMMENT 'ja4dash 054_dict_asn_reputation 9bdc6889ee45';

CREATE DICTIONARY IF NOT EXISTS `ja4_processing`.dict_iplocate_asn ON CLUSTER `soc`
(
    network String,
    asn UInt32 DEFAULT 0,
    country_code String DEFAULT '',
    name String DEFAULT ''
)
PRIMARY KEY network
SOURCE(CLICKHOUSE(USER 'soc' PASSWORD '[HIDDEN]' DB 'ja4_processing' TABLE 'ref_iplocate_asn'))
LAYOUT(IP_TRIE())
LIFETIME(MIN 300 MAX 600)
COMMENT 'ja4dash 055_dict_iplocate_asn 0f7c86c6ad53';

CREATE VIEW IF NOT EXISTS `ja4_processing`.view_ai_features_1h ON CLUSTER `soc` AS
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
            dictGetOrDefault(concat('ja4_processing', '.dict_browser_ja4'), 'browser_family', ja4, '') AS ja4_family,
            dictGetOrDefault(concat('ja4_processing', '.dict_bot_ja4'), 'bot_name', ja4, '') AS ja4_bot,
            if(countSubstrings(h2_fingerprint, '|') = 3 AND match(h2_fingerprint, '\\d\\d\\d\\d:|\\s|(?:^|[:;,])0\\d|\\|\\||^[^|]*(?:,|\\|(?:0?\\||0[1-9]|00\\d|[^|]*\\|0\\d))') AND NOT dictHas(concat('ja4_processing', '.dict_browser_h2'), toString(h2_fingerprint)), arrayMap(part -> arrayStringConcat([arrayStringConcat(arrayFilter(item -> NOT (bitAnd(toUInt16OrZero(splitByChar(':', item)[1]), 3855) = 2570), splitByChar(';', replaceAll(part[1], ',', ';'))), ';'), if(part[2] IN ('', '0'), '00', part[2]), if(part[3] = '', '0', part[3]), part[4]], '|'), [splitByChar('|', replaceRegexpAll(replaceRegexpAll(h2_fingerprint, '^\\s+|\\s+$|\\s*([|;:,])\\s*', '\\1'), '(^|[|;:,])0+(\\d)', '\\1\\2'))])[1], toString(h2_fingerprint)) AS h2_listed,
            dictGetOrDefault(concat('ja4_processing', '.dict_browser_h2'), 'browser_family', h2_listed, '') AS h2_family,
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
        FROM `ja4_logs`.http_logs
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
            dictGetOrDefault(concat('ja4_processing', '.dict_iplocate_asn'), ('asn', 'country_code', 'name'), tuple(ip), (0, '', ''))
                AS located,
            if(asn > 0, asn, located.1) AS any_asn,
            dictGetOrDefault(concat('ja4_processing', '.dict_bot_ip'), 'bot_name', tuple(ip), '') AS bot_by_ip
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
    toFloat32(if(1, direct / n, nan)) AS direct_access_ratio,
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
    dictGetOrDefault(concat('ja4_processing', '.dict_asn_reputation'), 'label', toUInt64(any_asn), 'unknown') AS asn_label,
    if(country != '', country, located.2) AS country_code,
    if(bot_by_ip != '', bot_by_ip, bot_by_ja4) AS bot_name,
    family AS browser_family,
    h2.5 AS h2_dict_family,
    h2.2 != '' AND splitByChar('|', h2.2)[1] IN
    (
        SELECT splitByChar('|', h2_fingerprint)[1] FROM dictionary(concat('ja4_processing', '.dict_browser_h2'))
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
COMMENT 'ja4dash 060_view_ai_features_1h 428e99a6008f';

CREATE VIEW IF NOT EXISTS `ja4_processing`.view_thesis_features_1h ON CLUSTER `soc` AS
WITH
    gaps AS
    (
        SELECT
            toIPv6(src_ip) AS ip,
            ja4,
            host,
            arrayPopFront(arrayDifference(arraySort(groupArray(toUnixTimestamp(time))))) AS seconds,
            if(length(seconds) < 2, nan, arrayAvg(seconds)) AS mean,
            sqrt(arrayAvg(gap -> pow(gap - mean, 2), seconds)) / mean AS cv
        FROM `ja4_logs`.http_logs
        WHERE time > now() - 3600 AND time <= now()
        GROUP BY ip, ja4, host
    )
SELECT
    features.src_ip AS src_ip,
    features.ja4 AS ja4,
    features.host AS host,
    features.hits AS hits,
    features.hit_velocity AS hit_velocity,
    features.fuzzing_index AS fuzzing_index,
    features.post_ratio AS post_ratio,
    features.asset_ratio AS asset_ratio,
    features.direct_access_ratio AS direct_access_ratio,
    features.temporal_entropy AS temporal_entropy,
    features.path_diversity_ratio AS path_diversity_ratio,
    features.modern_browser_score AS modern_browser_score,
    features.header_count AS header_count,
    features.src_port_density AS src_port_density,
    features.distinct_ja4_count AS distinct_ja4_count,
    toFloat32(gaps.mean) AS interarrival_mean_s,
    toFloat32(gaps.cv) AS interarrival_cv,
    toFloat32((gaps.cv - 1) / (gaps.cv + 1)) AS burstiness
FROM `ja4_processing`.view_ai_features_1h AS features
INNER JOIN gaps ON features.src_ip = gaps.ip AND features.ja4 = gaps.ja4 AND features.host = gaps.host
COMMENT 'ja4dash 061_view_thesis_features_1h 7e214c04c231';

CREATE VIEW IF NOT EXISTS `ja4_processing`.view_ip_recurrence ON CLUSTER `soc` AS
SELECT
    toIPv6(src_ip) AS src_ip,
    toUInt32(uniqExact(toStartOfHour(detected_at, 'UTC'))) AS recurrence,
    toFloat32(1 * min(1 * anomaly_score)) AS worst_score,
    argMin(threat_level, (transform(threat_level, ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'NORMAL', 'KNOWN_BOT', 'LEGITIMATE_BROWSER'], [10, 20, 30, 40, 50, 60, 70], 45), threat_level))
        AS worst_threat,
    min(detected_at) AS first_seen,
    max(detected_at) AS last_seen,
    arraySort((name, times) -> (-times, name), (sumMap([ja4], [toInt64(1)]) AS by_ja4).1, by_ja4.2)[1] AS top_ja4,
    arraySort((name, times) -> (-times, name), (sumMap([host], [toInt64(1)]) AS by_host).1, by_host.2)[1] AS top_host
FROM `ja4_processing`.ml_detected_anomalies
GROUP BY src_ip
COMMENT 'ja4dash 062_view_ip_recurrence 808513e46a18';

CREATE VIEW IF NOT EXISTS `ja4_processing`.view_form_bruteforce_detected ON CLUSTER `soc` AS
SELECT
    toIPv6(src_ip) AS src_ip,
    host,
    count() AS post_count,
    uniqExact(cutQueryString(path)) AS distinct_paths,
    min(time) AS first_seen,
    max(time) AS last_seen
FROM `ja4_logs`.http_logs
WHERE time > now() - 3600 AND time <= now() AND method = 'POST'
    AND (
        match(path, '(?i)log[-_]?[io]n|sign[-_]?[iu][np]|auth|passw|xmlrpc|account|session|token|register|otp|2fa|mfa')
        OR (header_sec_fetch_dest != 'empty' AND NOT match(path, '(?i)^/(api|rest|graphql|rpc|hooks?|webhooks?|v[0-9]+)(/|\\?|$)'))
    )
GROUP BY src_ip, host
HAVING post_count >= 20 AND post_count >= 10 * distinct_paths
COMMENT 'ja4dash 063_view_form_bruteforce_detected 68d55e1c5320';

CREATE VIEW IF NOT EXISTS `ja4_processing`.view_host_ip_ja4_rotation ON CLUSTER `soc` AS
SELECT
    toIPv6(src_ip) AS src_ip,
    host,
    uniqExactIf(ja4, ja4 != '') AS distinct_ja4,
    arraySort(groupUniqArrayIf(1000)(ja4, ja4 != '')) AS ja4_list,
    count() AS total_hits,
    now() - 3600 AS window_start
FROM `ja4_logs`.http_logs
WHERE time > now() - 3600 AND time <= now()
GROUP BY src_ip, host
HAVING distinct_ja4 >= 2
COMMENT 'ja4dash 064_view_host_ip_ja4_rotation 6dd95c28010c';

CREATE VIEW IF NOT EXISTS `ja4_processing`.view_resource_cascade_1h ON CLUSTER `soc` AS
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
        FROM `ja4_logs`.http_logs
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
COMMENT 'ja4dash 065_view_resource_cascade_1h c491f0be441b';

CREATE VIEW IF NOT EXISTS `ja4_processing`.view_dashboard_user_agents ON CLUSTER `soc` AS
SELECT
    toIPv6(src_ip) AS src_ip,
    ja4,
    uniqExactIf(header_user_agent, header_user_agent != '') AS distinct_ua_count,
    arraySlice(arraySort(groupUniqArrayIf(header_user_agent, header_user_agent != '')), 1, 5) AS ua_samples,
    count() AS total_requests,
    now() - 3600 AS window_start
FROM `ja4_logs`.http_logs
WHERE time > now() - 3600 AND time <= now()
GROUP BY src_ip, ja4
COMMENT 'ja4dash 066_view_dashboard_user_agents 508cef8891d4';

ALTER TABLE `ja4_logs`.http_logs_local ON CLUSTER `soc`
    MODIFY TTL time + toIntervalDay(90);

ALTER TABLE `ja4_processing`.ml_all_scores_local ON CLUSTER `soc`
    MODIFY TTL detected_at + toIntervalDay(90);

ALTER TABLE `ja4_processing`.ml_all_scores_local ON CLUSTER `soc`
    MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';

ALTER TABLE `ja4_processing`.ml_all_scores_local ON CLUSTER `soc`
    ADD PROJECTION IF NOT EXISTS by_level
    (
        SELECT
            toStartOfHour(detected_at, 'UTC'),
            model_name,
            threat_level,
            count(),
            sumIf(toFloat64(anomaly_score), isFinite(anomaly_score)),
            countIf(isFinite(anomaly_score)),
            uniqCombined64State(14)(src_ip),
            min(detected_at),
            max(detected_at)
        GROUP BY toStartOfHour(detected_at, 'UTC'), model_name, threat_level
    );

ALTER TABLE `ja4_processing`.ml_all_scores_local ON CLUSTER `soc`
    MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';

ALTER TABLE `ja4_processing`.ml_all_scores_local ON CLUSTER `soc`
    ADD PROJECTION IF NOT EXISTS by_family
    (
        SELECT
            toStartOfHour(detected_at, 'UTC'),
            model_name,
            threat_level,
            browser_family,
            count(),
            min(detected_at),
            max(detected_at)
        GROUP BY toStartOfHour(detected_at, 'UTC'), model_name, threat_level, browser_family
    );
