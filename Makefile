# make setup | run | test | test-long | check | fix | quality | lock. Needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := deploy/requirements.lock
UV := 0.13.9
SEEDS := seeds/stories
STORE ?= .wirekin/seeds

.PHONY: setup run test test-long check fix quality lock clean

setup: $(VENV)/.ready

# uv reads the same lock ten times faster; where it cannot be had, pip does the same work.
$(VENV)/.ready: $(LOCK) pyproject.toml
	@echo "setting up $(VENV) from $(LOCK) (once)"
	@$(PYTHON) -c 'import sys; sys.exit("Wirekin needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@( $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV) \
	   && VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r $(LOCK) ) \
	 || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup
	@$(BIN)/wirekin ingest $(SEEDS) --store $(STORE)
	@$(BIN)/wirekin show --store $(STORE)

test: setup check
	@$(BIN)/python -m pytest -n 2

check: setup
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m schemas.export --check

fix: setup
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python -m schemas.export

# Families against gold: the invented corpus, or any INPUT with a GOLD file of "uri TAB family".
quality: setup
	@rm -rf .wirekin/quality
	@$(BIN)/wirekin ingest $(or $(INPUT),$(SEEDS)) --store .wirekin/quality
	@$(BIN)/python -m bench.families .wirekin/quality $(or $(GOLD),seeds/gold.tsv)

# The properties of tests/ on many more examples: some half an hour.
test-long: setup
	@$(BIN)/python -m pytest -n 2 --hypothesis-profile=long tests/ingest tests/matching tests/families

lock:
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --group dev pyproject.toml --output-file $(LOCK)

clean:
	rm -rf $(VENV) .wirekin
