# `make run` and `make test` each work alone on a new machine with Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# No configuration file of pip is read, and no find-links, extra index or constraint: they have no part in the locked
# set. A mirror is named in the environment: PIP_INDEX_URL, PIP_CERT, PIP_PROXY.
PIP_ENVIRONMENT := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_CONSTRAINT PIP_CONFIG_FILE=/dev/null
PIP := $(PIP_ENVIRONMENT) $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: docs commands run test browser soak soak-ci ui lint bench sample dictionary settings audit lock clean

run: $(VENV)/.installed ## publish a release from the sample archive, offline
	$(BIN)/tip run --source sample

ui: $(VENV)/.installed ## open Dagster on http://127.0.0.1:3000
	$(BIN)/tip ui

# a crash of a test process ends the suite and names the test: with new processes xdist would wait forever
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile --max-worker-restart 0

test: $(VENV)/.installed-dev ## the everyday suite
	$(PYTEST) --timeout 240 -m "not soak"

soak: $(VENV)/.installed-dev ## long fault, kill and scale runs
	$(PYTEST) --timeout 3600 -m soak

# what a change breaks most often: whole runs, damaged data and files, errors of the machine, killed runs
SOAK_CI := tests/soak/test_faults.py tests/soak/test_killed_runs.py tests/quality/test_mutations.py \
  tests/sources/archive/test_random_damage.py tests/orchestration tests/assets tests/sources/language \
  tests/warehouse/builds tests/warehouse/release tests/test_corpus.py tests/docs/test_contributions.py

soak-ci: $(VENV)/.installed-dev ## the part of `soak` that each change must pass, about ten minutes on two cores
	$(PYTEST) --timeout 1200 -m soak $(SOAK_CI)

FIND_CHROMIUM := { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null

browser: $(VENV)/.installed-dev ## the tests of the site in a real Chromium; root on Debian gets it where it is missing
	@$(FIND_CHROMIUM) || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	  { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } >/dev/null || true
	@if $(FIND_CHROMIUM); then \
	  $(BIN)/python -m pytest --timeout 120 -m soak tests/warehouse/report/test_browser.py; \
	else \
	  echo "make browser: skipped, there is no Chromium (Debian: apt-get install chromium)" >&2; \
	fi

lint: $(VENV)/.installed-dev ## style, types, one-way imports, valid definitions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dg check defs

bench: $(VENV)/.installed-dev ## measure everything beside the bare libraries, and write benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.bench

sample: $(VENV)/.installed ## write the sample archive of the project again
	$(BIN)/python -m sources.sample.build

dictionary: $(VENV)/.installed ## write docs/dictionary.md from the declarations
	$(BIN)/python -c "from warehouse.catalog.dictionary import dictionary; print(dictionary(), end='')" > docs/dictionary.md

settings: $(VENV)/.installed ## write docs/settings.md from the declaration
	$(BIN)/python -c "from assets.pipeline.settings.documentation import document; print(document(), end='')" > docs/settings.md

audit: $(VENV)/.installed-dev ## look for known faults in the locked dependencies (needs the network)
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements-postgres.lock -r requirements-dev.lock

commands: $(VENV)/.installed ## write docs/commands.md from the declarations
	$(BIN)/python -m orchestration.cli.reference > docs/commands.md

docs: $(VENV)/.installed-dev ## the documentation as a site, in build/docs; a link that leads nowhere is an error
	$(BIN)/zensical build --strict

lock: ## resolve the dependencies again (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	  --generate-hashes --strip-extras --no-emit-index-url --no-header --quiet -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 \
	  --generate-hashes --strip-extras --no-emit-index-url --no-header --quiet -c requirements.lock -o requirements-dev.lock
	uv pip compile pyproject.toml --group build --extra postgres --universal --python-version 3.11 \
	  --generate-hashes --strip-extras --no-emit-index-url --no-header --quiet -c requirements.lock \
	  -c requirements-dev.lock -o requirements-postgres.lock

clean: ## remove the environment; data/ stays
	rm -rf $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# the lock files name every package, so pip resolves nothing
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	touch $@
