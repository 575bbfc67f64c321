SELECT * FROM {processing:Identifier}.fleet_detections WHERE detected_at >= {since:DateTime('UTC')} AND detected_at < {until:DateTime('UTC')} ORDER BY fleet_score DESC LIMIT 100
