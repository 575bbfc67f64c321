"""How fast, and against what: `make bench ROWS=1000000`. Nothing here is a test; docs/PERFORMANCE.md holds the figures."""
