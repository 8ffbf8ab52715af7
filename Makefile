# make setup | run | test | test-long | test-prism | test-flink | test-pubsub | faults | check | fix | quality | lock. Needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := deploy/requirements.lock
UV := 0.13.9
SEEDS := seeds/stories
STORE ?= .wirekin/seeds
SHARED ?= ../shared

.PHONY: setup run test kernels test-long test-prism test-flink test-pubsub faults check fix quality model lock clean

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

# The kernels are compiled beside the checks, once; else each worker of pytest would do it.
test: setup
	@$(MAKE) --no-print-directory -j 2 check kernels
	@$(BIN)/python -m pytest -n 3 --dist worksteal

kernels: setup
	@$(BIN)/wirekin ingest seeds/scenarios/late-original.ndjson --store .wirekin/kernels 2> /dev/null

check: setup
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m schemas.export --check
	@$(BIN)/python -m bench.templates --check

fix: setup
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python -m schemas.export
	@$(BIN)/python -m bench.templates

# Families against gold: the invented corpus, or any INPUT with a GOLD file (docs/evaluate.md).
quality: setup
	@$(BIN)/wirekin evaluate $(or $(INPUT),$(SEEDS)) --gold $(or $(GOLD),seeds/gold.tsv)

# The properties of tests/ on many more examples: some half an hour.
test-long: setup
	@$(BIN)/python -m pytest -n 2 --dist worksteal --hypothesis-profile=long -m hypothesis

# The stream on real engines, against bounded runs of the same items (docs/stream.md): INPUT=, the scenarios without. Each sets itself up.
BEAM := 2.77.0
ENGINES := .wirekin/engines
PARITY := $(BIN)/wirekin parity $(or $(INPUT),seeds/scenarios/*.ndjson)

# Needs Go, or PRISM=PATH. The bounded graph too: all scenarios in two runs, and 2,000 stories of Reuters.
PRISM ?= $(CURDIR)/$(ENGINES)/prism
test-prism: setup
	@test -x $(PRISM) || GOBIN=$(CURDIR)/$(ENGINES) go install github.com/apache/beam/sdks/v2/go/cmd/prism@v$(BEAM)
	@$(BIN)/python -m pytest tests/engines/test_prism.py --prism $(PRISM)
	@$(PARITY) --engine prism --prism_location=$(PRISM)

# Needs Java 11 or 17 and Maven, or FLINK_JAR=PATH of a job server of Beam, which embeds a Flink. Workers are killed too.
FLINK_JAR ?= $(CURDIR)/$(ENGINES)/flink/flink-job-server.jar
test-flink: setup
	@test -f $(FLINK_JAR) || mvn -B -q -f tests/engines/flink/pom.xml package -Dto=$(dir $(FLINK_JAR))
	@$(BIN)/python -m pytest tests/engines/test_flink.py --flink $(FLINK_JAR)
	@$(PARITY) --engine flink --flink_job_server_jar=$(FLINK_JAR) --flink_master='[local]' --environment_type=LOOPBACK --parallelism=1

# Needs Go, or PUBSUB=PATH of a server that is started with a port. The stream on Pub/Sub, in an environment with its client.
PUBSUB ?= $(CURDIR)/$(ENGINES)/pubsub
GCP := $(ENGINES)/gcp
$(GCP)/.ready: deploy/requirements-image.lock $(LOCK) | setup
	@$(PYTHON) -m venv $(GCP)
	@for lock in deploy/requirements-image.lock $(LOCK); do VIRTUAL_ENV=$(CURDIR)/$(GCP) $(BIN)/uv pip install --quiet --require-hashes -r $$lock || exit 1; done
	@$(GCP)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test-pubsub: $(GCP)/.ready
	@test -x $(PUBSUB) || (cd tests/engines/pubsub && go build -o $(PUBSUB) .)
	@$(GCP)/bin/python -m pytest tests/engines/test_pubsub.py --pubsub $(PUBSUB)

# Runs that are killed, each followed by a normal one: some twenty minutes.
RUNS ?= 200
SEED ?= 1
faults: setup
	@$(BIN)/python -m bench.faults --runs $(RUNS) --seed $(SEED)

# The shipped model, from the development sets (bench/development.py says what they are and how to get them): AP89=FILE SHEEPDOG=GIT_DIR.
DEV := .wirekin/dev
model: setup
	@$(BIN)/python -m bench.development $(DEV) --shared $(SHARED) --ap89 $(AP89) --sheepdog $(SHEEPDOG)
	@for set in ap89 wmt21 seeds sheepdog reuters derivatives; do \
	  rm -rf $(DEV)/$$set.store && $(BIN)/wirekin ingest $$(cat $(DEV)/$$set.input) --store $(DEV)/$$set.store || exit 1; done
	@$(BIN)/wirekin train --name shipped-1 --out pipelines/matching/model.v1.json \
	  --lesson ap89 $(DEV)/ap89.store $(SHARED)/dev_sets/ap89_dev_labels.tsv --lesson wmt21=0.4 $(DEV)/wmt21.store $(SHARED)/data/wmt21_is_en.gold.tsv \
	  --lesson seeds=2 $(DEV)/seeds.store seeds/gold.tsv --lesson sheepdog=0.4 $(DEV)/sheepdog.store $(DEV)/sheepdog.gold.tsv \
	  --lesson reuters=0.1 $(DEV)/reuters.store bench/labels/reuters21578.tsv --listed-only reuters \
	  --derivatives $(DEV)/derivatives.store seeds/derivatives/gold.tsv --not-judged $(DEV)/ap89.not-judged --leave-out part --least-confidence 2
	@$(BIN)/python -m bench.model_page

lock:
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --group dev pyproject.toml --output-file $(LOCK)
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --python-platform x86_64-manylinux_2_28 --generate-hashes --no-emit-index-url \
	  --no-annotate --extra gcp --group image --constraint $(LOCK) pyproject.toml --output-file deploy/requirements-image.lock

clean:
	rm -rf $(VENV) .wirekin
