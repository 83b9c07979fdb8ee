# Two commands: `make demo` shows what habeas does, `make test` proves it. Both set up what they need in .venv, from Python 3.11 or later alone.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN := .venv/.installed-run
DEV := .venv/.installed-dev

.PHONY: help demo test test-slow lint format bench train lock clean

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /: /'

demo: $(RUN) ## read the example documents, print what was found, publish demo/site
	@$(BIN)/python tools/demo.py

test: lint ## lint, types, import contracts and the tests that take minutes
	$(BIN)/python -m pytest -q -m "not slow"

test-slow: $(DEV) ## browsers, kills, fuzzing
	$(BIN)/python -m pytest -q -m slow

lint: $(DEV) ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV) ## let ruff put code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV) ## ratios of speed, measured in one run
	$(PIP) install --require-hashes -r requirements-bench.lock
	$(BIN)/python tools/bench_ledger.py
	$(BIN)/python tools/bench.py
	$(BIN)/python tools/bench_register.py --claims 250000
	$(BIN)/python tools/bench_identity.py
	$(BIN)/python tools/bench_reading.py
	$(BIN)/python tools/bench_site.py

train: ## train the reader's model anew (HABEAS_BENCHMARKS names the public corpora; three to four hours on two cores that do nothing else)
	training/train.sh

lock: $(DEV) ## write the lock files anew
	$(BIN)/python tools/lock.py

clean: ## remove everything that was made
	rm -rf .venv .venv-tools demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "habeas needs Python 3.11 or later; none was found on PATH"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "habeas needs Python 3.11 or later; $(PYTHON) is older"; exit 1; }
	$(PYTHON) -m venv .venv

$(RUN): .venv/bin/python requirements.lock requirements-build.lock pyproject.toml
	@echo "setting up .venv (once; a minute or two)"
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --require-hashes -r requirements-build.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	@echo "setting up the tools for tests (once)"
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
