# Every target makes the environment first where it is absent. On Windows: in a shell that has sh, such as Git Bash.
VENV := .venv
ifeq ($(OS),Windows_NT)
SHELL := sh
PYTHON ?= python
BIN := $(VENV)/Scripts
# Text is UTF-8 there too.
export PYTHONUTF8 := 1
else
PYTHON ?= python3
BIN := $(VENV)/bin
endif
INSTALLED := $(VENV)/.installed
SHARED := ../shared

.DEFAULT_GOAL := help
.PHONY: help install audit test coverage lint types docs stray release eval fuzz mutation clean

help:
	@echo "make audit    audit the embedded example; reports land in reports/"
	@echo "make test     run the tests"
	@echo "make install  make the environment alone"
	@echo "make coverage run the tests, and say which lines and branches they do not come to"
	@echo "make docs     write the references anew and build the documentation in site/"
	@echo "make fuzz     try very many made-up files, numbers and texts (about an hour)"
	@echo "make mutation change the arithmetic in small ways and see what the tests notice (hours)"
	@echo "make lint types stray release eval clean"

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name it with: make install PYTHON=python3.12" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,docs]"
	@touch $@

audit: install
	@$(BIN)/auditor example --output reports

test: install
	$(BIN)/python -m pytest -n auto

# Some tests count in processes of their own: hence the parts that are combined. While lines are counted all is many times slower:
# what presses time and memory is left out. The report fails below the floor that pyproject.toml sets.
coverage: install
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -n auto -m "not timed" --ignore=tests/fuzz --ignore=tests/hostile
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tests/house/complexity.py

types: install
	$(BIN)/mypy --strict auditor

docs: install
	$(BIN)/python docs/generate.py
	$(BIN)/python -m mkdocs build --strict --quiet

# For a fresh clone, after the others: fails where they left anything behind or changed what is committed.
stray: install
	@$(BIN)/python tests/house/stray.py

# TAG, where it is given, must be that of the version.
release: install
	bash .ci/release "$(TAG)"

# Scores on labelled sets and published text; they lie beside the project, and this does nothing where they do not.
eval: install
	@if [ -d $(SHARED)/evaluate ]; then $(BIN)/python benchmarks/validity.py $(SHARED) --write docs/validity.md; \
	else echo "no labelled sets at $(SHARED): nothing to score"; fi

# What is found lies in tests/fuzz/finds afterwards; mend it and commit the file.
fuzz: install
	AUDITOR_FUZZ=long $(BIN)/python -m pytest tests/fuzz tests/read/test_read_fuzz.py

mutation: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[mutation]"
	nice $(BIN)/python tests/mutation/sample.py

clean:
	rm -rf $(VENV) dist build site .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
