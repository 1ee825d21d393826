# Two commands do all the set-up on a machine that has Python 3.11 or newer and make:
#   make run     opens the app
#   make test    runs the whole suite: lint, types, layer contracts, tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-installed
DEV_STAMP := $(VENV)/.dev-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

FUZZ_STAMP := $(VENV)/.fuzz-installed
# Much longer tests of the parser and of the notebook: make torture TIMES=50 SEED=7; make fuzz MINUTES=30
TIMES ?= 20
SEED := $(or $(SEED),$(shell date +%s))
MINUTES ?= 5

.PHONY: run test lint types layers tests quick torture fuzz format bench parsed picture snapshots clean

run: $(RUN_STAMP)
	@$(BIN)/mlsys-tui $(ARGS)

test: lint types layers tests

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "mlsys-tui needs Python 3.11 or newer; say which one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "python3 -m venv failed (on Debian: apt-get install python3-venv)" >&2; exit 1; }

$(RUN_STAMP): pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) (once) ..."
	@$(PIP) --editable .
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) with test tools (once) ..."
	@$(PIP) --editable '.[test,static]'
	@touch $(RUN_STAMP) $@

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_STAMP)
	$(BIN)/mypy

layers: $(DEV_STAMP)
	$(BIN)/lint-imports

tests: $(DEV_STAMP)
	$(BIN)/python -m pytest

quick: $(DEV_STAMP)
	$(BIN)/python -m pytest -m "not slow"

torture: $(DEV_STAMP)
	@echo "Seed $(SEED); the same again: make torture TIMES=$(TIMES) SEED=$(SEED)"
	MLSYS_TORTURE=$(TIMES) MLSYS_SEED=$(SEED) $(BIN)/python -m pytest tests/parsing/test_fuzz*.py tests/store/trials tests/store/test_notebook_model.py tests/injection tests/test_text.py tests/test_loading_damaged.py tests/test_hard_inputs.py \
		--hypothesis-seed=$(SEED) --durations=5

$(FUZZ_STAMP): pyproject.toml $(DEV_STAMP)
	@$(PIP) --editable '.[fuzz]'
	@touch $@

fuzz: $(FUZZ_STAMP)
	$(BIN)/python -m tests.parsing.fuzz.cover -max_total_time=$$(($(MINUTES) * 60)) $(ARGS)

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

snapshots: $(DEV_STAMP)
	$(BIN)/python -m pytest tests/tui/test_snapshots.py tests/tui/test_list_snapshots.py tests/tui/test_unfinished_snapshots.py tests/tui/test_versions.py --snapshot-update

parsed: $(DEV_STAMP)
	$(BIN)/python -m docs.parsed

picture: $(DEV_STAMP)
	$(BIN)/python -m docs.picture

bench: $(DEV_STAMP)
	$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .fuzz
