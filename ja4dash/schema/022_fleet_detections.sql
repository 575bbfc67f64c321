-- Fleets: communities of JA4s and networks that act together, a few rows a cycle.
-- Order: asked for by window (7 days), best score first; a window is a handful of granules, so time alone is enough.
-- TTL: none, few rows.
-- cluster: everywhere
CREATE TABLE IF NOT EXISTS {processing:Identifier}.fleet_detections
(
    detected_at DateTime,
    community_id Int32,
    fleet_score Float32,
    n_ips UInt32,
    ja4_set Array(String),
    asn_set Array(String),
    ip_sample Array(String)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(detected_at)
ORDER BY (detected_at, community_id)
