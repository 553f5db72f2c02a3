# One target, one chore. Needs git, make and Python 3.11 or newer; everything else goes into .venv from the lock files.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
WORKERS ?= 2
BENCH ?=
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo compile test test-slow test-all check format lock bench docs screens clean

help:
	@echo "make demo      set up once, read the packaged articles and show the ledger"
	@echo "make test      the tests            make test-all  all of them, the slow ones too"
	@echo "make setup     set up alone         make check     lint, types, format"
	@echo "make bench     speed and memory     make format    rewrite the code as check wants it"
	@echo "make docs      generated pages      make lock      new lock files (needs uv)"
	@echo "make screens   pictures of every page, into OUT=folder; needs Chromium"
	@echo "make compile   the same, faster: needs a C compiler and takes a minute or two"
	@echo "make clean     remove all that was made here"

$(VENV)/.created:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found; try: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON); this happens once."
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make environments; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock pyproject.toml
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.developer: $(VENV)/.installed requirements-dev.lock
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.installed requirements-bench.lock
	@$(PIP) --require-hashes -r requirements-bench.lock || echo "The word splitter to compare with cannot be installed here; the bench runs without it." >&2
	@touch $@

$(VENV)/.compiler: $(VENV)/.installed requirements-compile.lock
	@$(PIP) --require-hashes -r requirements-compile.lock || echo "What compiles cannot be installed here; everything runs as written." >&2
	@touch $@

setup: $(VENV)/.installed

compile: $(VENV)/.compiler
	@$(BIN)/python tooling/compile.py

demo: $(VENV)/.installed
	@$(BIN)/communique demo

test: $(VENV)/.developer
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

test-slow: $(VENV)/.developer
	@$(BIN)/python -m pytest -n $(WORKERS) -m slow

test-all: test test-slow

check: $(VENV)/.developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.developer
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	@command -v uv >/dev/null || { echo "uv is needed to make the lock files" >&2; exit 1; }
	./requirements.sh

bench: $(VENV)/.bench $(VENV)/.compiler
	-@$(BIN)/python tooling/compile.py
	@$(BIN)/python bench/run.py $(BENCH)

docs: $(VENV)/.developer
	@$(BIN)/python docs/make_export.py
	@$(BIN)/python docs/make_api.py
	@$(BIN)/python docs/make_plots.py
	@$(BIN)/python docs/make_accuracy.py
	@$(BIN)/python docs/make_screen.py
	@$(BIN)/python docs/make_pages.py

screens: $(VENV)/.developer
	@$(BIN)/python docs/make_screens.py $(OUT)

clean:
	rm -rf $(VENV) build dist src/communique/builds .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
