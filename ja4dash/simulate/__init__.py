"""Simulated requests: a cast of visitors whose clients are real captures, and a writer that keeps http_logs alive with them."""
