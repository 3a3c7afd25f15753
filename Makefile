# Everything a person does with Fairplace starts here. Needs Python 3.11 or later and make, nothing else.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-tests demo test check journeys drill bench lock

PORT ?= 8000
DATA ?= .data
SIZE ?= demo
ARGS ?=
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
LINTED := fairplace tests $(wildcard benchmarks)

help:  ## Show what can be done
	@echo 'Fairplace. What can be done:'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.run-time assets  ## Install what running needs, into .venv

setup-tests: $(VENV)/.tests assets-tests  ## Install what testing needs as well

demo: setup  ## Serve the demo: make demo PORT=8000 DATA=.data
	@exec $(BIN)/fairplace serve --demo --stop-with-parent --port '$(PORT)' --data '$(DATA)'

test: setup-tests  ## Run every test: make test ARGS='-k bids'
	@$(BIN)/fairplace with-database -- $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

journeys: setup-tests  ## Run the browser journeys alone
	@$(BIN)/fairplace with-database -- $(BIN)/python -m pytest -m journey $(ARGS)

drill: setup-tests  ## Every attack and failure at length, and what is drilled in great numbers, one table at the end
	@FAIRPLACE_DRILL=300 FAIRPLACE_COMPETITIONS=10000 FAIRPLACE_LAST_BIDS=200 \
	  $(BIN)/fairplace with-database -- $(BIN)/python -m pytest -m 'attack or drill or slow' $(ARGS)

bench: setup-tests  ## Time the main pages and the import of a register: make bench SIZE=demo (or region)
	@$(BIN)/fairplace with-database -- $(BIN)/python -m benchmarks --size '$(SIZE)' $(ARGS)

check: setup-tests  ## Lint, format, types, imports, migrations, templates: all of them, even if one fails
	@failed=; \
	run() { \
	  name=$$1; shift; printf '\n== %s\n' "$$name"; \
	  "$$@" || failed="$$failed, $$name"; \
	}; \
	run 'lint' $(BIN)/ruff check $(LINTED); \
	run 'format' $(BIN)/ruff format --check $(LINTED); \
	run 'types' $(BIN)/mypy; \
	run 'imports' $(BIN)/lint-imports; \
	run 'migrations' env DJANGO_SETTINGS_MODULE=fairplace.config.settings DATABASE_URL=postgresql://127.0.0.1:1/none \
	  $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --skip-checks --check --dry-run; \
	run 'templates' $(BIN)/djlint --lint --quiet fairplace; \
	if [ -n "$$failed" ]; then printf '\nFailed: %s\n' "$${failed#, }"; exit 1; fi; \
	printf '\nEverything is in order.\n'

# The locks: exact versions with hashes, no addresses. uv is needed for this alone, and in a place of its own.
lock: $(VENV)/.python  ## Work out the locked versions again
	@$(BIN)/python -m venv build/uv && build/uv/bin/pip install --quiet --disable-pip-version-check uv
	@build/uv/bin/uv lock --quiet
	@build/uv/bin/uv export -q --frozen --no-emit-project --no-default-groups --group build --no-header > requirements.lock
	@build/uv/bin/uv export -q --frozen --no-emit-project --all-groups --no-header > requirements-dev.lock

.PHONY: assets assets-tests
assets: $(VENV)/.run-time
	@$(BIN)/python -m fairplace.govuk.build_assets
assets-tests: $(VENV)/.tests
	@$(BIN)/python -m fairplace.govuk.build_assets --dev

# A newer Python than the newest one named here is used only where there is no other: wheels come later.
$(VENV)/.python:
	@for newest in 13 99; do for python in python3 python3.13 python3.12 python3.11; do \
	  if $$python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $$newest))" 2>/dev/null; then \
	    if $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	      echo "Setting up with $$($$python --version)"; \
	      $$python -m venv $(VENV) && touch $@ && exit 0; \
	      exit 1; \
	    fi; \
	    without=$$python; \
	  fi; \
	done; done; \
	if [ -n "$$without" ]; then \
	  echo "$$without cannot make virtual environments: install its venv package (Debian: apt-get install python3-venv)." >&2; \
	else \
	  echo 'Fairplace needs Python 3.11 or later, found as python3, python3.13, python3.12 or python3.11.' >&2; \
	fi; \
	exit 1

$(VENV)/.run-time: $(VENV)/.python requirements.lock pyproject.toml
	@echo 'Installing what running needs (the first time downloads about 250 MB)'
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.tests: $(VENV)/.run-time requirements-dev.lock
	@echo 'Installing what testing needs'
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
