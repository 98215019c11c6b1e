# The one list of commands. PYTHON is the virtual environment's interpreter.
PYTHON ?= .venv/bin/python
BIN = $(dir $(PYTHON))

.PHONY: run test check slow browser-test fault-test bench docs

run:            ## serve, on sample data until a store is configured
	$(PYTHON) -m dashboard

test:           ## what the README promises: under three minutes
	$(PYTHON) -m pytest

slow:           ## tests that take longer
	$(PYTHON) -m pytest -m slow

browser-test:   ## a real server and a real browser; screenshots in build/screenshots
	$(PYTHON) -m pytest -m browser -n 0 tests/end_to_end

fault-test:     ## 200 imports killed, 2 x 25 at once, 25 erasures killed, full and damaged disks, 1,040 damaged files, 24 histories of a mart; prints its figures
	FAULT_KILLS=200 FAULT_IMPORTS=25 FAULT_ERASURES=25 $(PYTHON) -m pytest -m slow -n 0 -rP tests/end_to_end/test_faults.py
	FAULT_MUTATIONS=1040 $(PYTHON) -m pytest -m slow -n 0 tests/fuzz
	FAULT_SEEDS=24 $(PYTHON) -m pytest -m slow tests/mart/test_renewed.py

bench:          ## the pages' questions against pandas and polars (SURVEYS=… COMPLAINTS=…)
	$(PYTHON) -m tests.benchmarks $(if $(SURVEYS),--surveys $(SURVEYS)) $(if $(COMPLAINTS),--complaints $(COMPLAINTS)) $(BENCH)

docs:           ## dashboard/REFERENCE.md and queries/README.md, from the code
	$(PYTHON) -m dashboard.reference

check:          ## lint, format, types, SQL, import direction
	$(BIN)ruff check .
	$(BIN)ruff format --check .
	$(BIN)mypy
	$(BIN)sqlfluff lint -q queries
	$(BIN)lint-imports
