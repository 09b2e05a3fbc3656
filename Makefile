# Two commands do everything: `make serve` shows our own help center, `make test` runs every test.
# What is missing (the virtual environment, Chromium) is installed, or named in one line.

VENV := .venv
BIN := $(VENV)/bin
LOCK := locks/develop.txt
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
STAMP := $(VENV)/.installed
PYTHON ?= python3
export NO_MKDOCS_2_WARNING = 1
export DISABLE_MKDOCS_2_WARNING = true

.PHONY: serve test test-fast check fix build bench fuzz lock clean help

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

serve: $(STAMP)  ## our own help center at http://127.0.0.1:8000/, live
	$(BIN)/helploop serve

test: $(STAMP) chromium  ## every test
	PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -n auto $(ARGS)

test-fast: $(STAMP)  ## everything that needs no browser and takes no patience
	PYTHONWARNDEFAULTENCODING=1 $(BIN)/python -m pytest -n auto -m "not browser and not slow" $(ARGS)

check: $(STAMP)  ## lint, formatting, types, layers, our own content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m helploop.locales --check
	$(BIN)/python -m locks
	$(BIN)/helploop check --strict

fix: $(STAMP)  ## what the linter can mend itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

build: $(STAMP)  ## our own help center into site/
	$(BIN)/helploop build --strict

bench: $(STAMP)  ## measure against peers, side by side (takes minutes; writes benchmarks/results/)
	$(BIN)/python -m benchmarks $(ARGS)

MINUTES ?= 2
fuzz: $(STAMP)  ## hostile input, guided by coverage: four targets of MINUTES=2 each (TARGETS="feeds" for one)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info >= (3, 14))' && $(PIP) --require-hashes -r locks/fuzz.txt || true
	PYTHONPATH=tests $(BIN)/python -m fuzz --minutes $(MINUTES) $(TARGETS)

clean:  ## remove what was made, keep what was written
	rm -rf $(VENV) site .cache .pytest_cache .mypy_cache .ruff_cache

# Each version and each file's hash is locked, for Python 3.11 to 3.13; any other Python gets the newest, and is told so.
$(STAMP): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "helploop needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "the venv module is missing: apt-get install python3-venv"; exit 1; }
	@if $(BIN)/python -c 'import sys; sys.exit(sys.version_info >= (3, 14))'; then \
	$(PIP) --require-hashes -r $(LOCK) && $(PIP) --no-deps --no-build-isolation -e . ; else \
	echo "no lock for this Python: the newest packages are installed, unchecked"; \
	$(PIP) --upgrade 'pip>=25.1' && $(PIP) -e . --group test --group check; fi
	@$(BIN)/python -m compileall -q plugins  # pip compiles what it installs, but not what stays here
	@touch $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url $(ARGS)
lock: $(STAMP)  ## lock the newest versions that fit (ARGS="--upgrade-package NAME" for one)
	@$(PIP) uv
	$(COMPILE) pyproject.toml --group test --group check --group build --output-file $(LOCK)
	$(COMPILE) --group pyproject.toml:fuzz --constraint $(LOCK) --output-file locks/fuzz.txt

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-core fonts-noto-cjk >/dev/null; } || \
	echo "Chromium is missing, browser tests will be skipped: apt-get install chromium"
