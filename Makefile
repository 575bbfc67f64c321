# ja4dash: `make run` and `make test` need only Python 3.11+ and make.
.PHONY: run test quick check audit format screenshots bench clean help
.DEFAULT_GOAL := help

PORT ?= 8501
ROWS ?= 1000000
ADDRESS ?= 127.0.0.1

help:           ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run:            ## install what is needed and start the dashboard with simulated live traffic
	@scripts/venv.sh requirements.txt
	.venv/bin/python -m streamlit run serve.py --server.port $(PORT) --server.address $(ADDRESS)

test:           ## install what is needed and run every test, the browser included
	@scripts/venv.sh requirements-dev.txt
	@scripts/checkers.sh
	CHROMIUM=$$(scripts/chromium.sh) .venv/bin/python -m pytest -n 2

quick:          ## every test but those that drive a browser
	@scripts/venv.sh requirements-dev.txt
	@scripts/checkers.sh
	.venv/bin/python -m pytest -n 2 -m "not browser"

check:          ## ruff, format, mypy, dependencies (bounded, consistent, free)
	@scripts/venv.sh requirements-dev.txt
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m mypy
	.venv/bin/python scripts/dependencies.py

audit:          ## known faults of what is installed, asked of the vulnerability service: needs the network and fails without it
	@scripts/venv.sh requirements-dev.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check "pip-audit>=2.9,<3"
	.venv/bin/python -m pip_audit --strict --requirement requirements.txt

format:         ## put the code into its form
	@scripts/venv.sh requirements-dev.txt
	.venv/bin/python -m ruff format .
	.venv/bin/python -m ruff check --fix .

screenshots:    ## pictures of every page, dark and light, into docs/screenshots
	@scripts/venv.sh requirements-dev.txt
	CHROMIUM=$$(scripts/chromium.sh) .venv/bin/python -m tests.browser.screenshots docs/screenshots

bench:          ## measure every operation and page on ROWS requests (1000000), kept in .bench; figures in docs/PERFORMANCE.md
	@scripts/venv.sh requirements-dev.txt
	CHROMIUM=$$(scripts/chromium.sh) .venv/bin/python -m tests.bench --rows $(ROWS)

clean:          ## remove what was built (not the data)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .checkers
