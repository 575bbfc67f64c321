SELECT * FROM {processing:Identifier}.view_dashboard_user_agents WHERE distinct_ua_count > 1 ORDER BY distinct_ua_count DESC LIMIT 100
