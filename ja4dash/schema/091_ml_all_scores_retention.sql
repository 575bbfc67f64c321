-- How long scores are kept: as long as the requests they were computed from.
-- cluster: sharded by cityHash64(src_ip): as 020_ml_all_scores
ALTER TABLE {processing:Identifier}.ml_all_scores
    MODIFY TTL detected_at + toIntervalDay({retention_days:UInt32})
