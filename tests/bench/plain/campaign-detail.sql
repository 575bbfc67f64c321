SELECT count(), uniqExact(src_ip), uniqExact(ja4), uniqExact(asn_number), uniqExact(country_code), uniqExact(host), avg(anomaly_score), min(anomaly_score), avg(hits), avg(hit_velocity), groupUniqArray(20)(ja4), groupUniqArray(20)(host), min(detected_at), max(detected_at) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id = {campaign:Int32}
;
SELECT src_ip, any(campaign_id), groupUniqArray(10)(ja4), any(asn_number), any(asn_org), any(country_code), any(browser_family), any(bot_name), sum(hits), min(anomaly_score) AS worst, count() FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id = {campaign:Int32} GROUP BY src_ip ORDER BY worst LIMIT 500
;
SELECT toStartOfHour(detected_at) AS hour, count(), uniqExact(src_ip) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id = {campaign:Int32} GROUP BY hour ORDER BY hour
;
SELECT ja4, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id = {campaign:Int32} GROUP BY ja4 ORDER BY n DESC LIMIT 50
;
SELECT asn_number, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id = {campaign:Int32} GROUP BY asn_number ORDER BY n DESC LIMIT 50
;
SELECT host, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id = {campaign:Int32} GROUP BY host ORDER BY n DESC LIMIT 50
;
SELECT threat_level, count() AS n, uniqExact(src_ip) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id = {campaign:Int32} GROUP BY threat_level ORDER BY n DESC LIMIT 50
;
SELECT avg(hits), avg(hit_velocity), avg(fuzzing_index), avg(post_ratio), avg(port_exhaustion_ratio), avg(orphan_ratio) FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id != {campaign:Int32}
;
SELECT src_ip, any(campaign_id), groupUniqArray(10)(ja4), any(asn_number), any(asn_org), any(country_code), any(browser_family), any(bot_name), sum(hits), min(anomaly_score) AS worst, count() FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} AND campaign_id = {campaign:Int32} GROUP BY src_ip ORDER BY worst LIMIT 500
