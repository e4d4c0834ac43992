# The commands of a developer's day. Each makes `.venv` on first use and reuses it afterwards.

PYTHON ?= python3
BIN := .venv/bin
# A file of tests stays on one worker, for it may share a server among its tests.
PYTEST := $(BIN)/pytest -n logical --maxprocesses 4 --dist loadfile
UV := $(shell command -v uv 2>/dev/null)
# Asked before an environment is made: one of an older Python would be reused afterwards.
CHECK := import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name it: make PYTHON=python3.11")

.PHONY: serve test check format bench bench-search bench-scoring bench-import lock
.DEFAULT_GOAL := serve

# Runs the service with the bank in it.
serve: .venv/.runtime
	@$(BIN)/qbank serve

# Runs all tests, on SQLite and on Postgres.
test: .venv/.development
	@$(PYTEST)

# What has to be green before a change lands.
check: .venv/.development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile
	$(PYTEST)

format: .venv/.development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Prints what requests cost beside a FastAPI app that answers a constant.
bench: .venv/.development
	@$(BIN)/python -m tests.bench

# Prints how good searches are over real questions, and how long they take, on both databases.
bench-search: .venv/.development
	@$(BIN)/python -m tests.bench.search

# Prints how much of the processor's time a score takes.
bench-scoring: .venv/.development
	@$(BIN)/python -m tests.bench.scoring

# Prints how long an import takes beside what SQLite alone needs for the same rows.
bench-import: .venv/.development
	@$(BIN)/python -m tests.bench.importing

# Resolves the dependencies anew, for every platform, into the two lock files; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade \
		--extra postgres pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade --no-emit-package interview-question-bank \
		--constraint requirements.lock --extra dev pyproject.toml -o requirements-dev.lock

.venv/.runtime: requirements.lock pyproject.toml
	@$(call install,requirements.lock)
	@touch $@

.venv/.development: requirements-dev.lock pyproject.toml
	@$(call install,requirements-dev.lock)
	@touch .venv/.runtime $@

# Compiled at once, so that the first start is as quick as the others.
ifdef UV
define install
test -x $(BIN)/python || uv venv --quiet --python "$(PYTHON)" .venv
uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(1)
uv pip install --quiet --python $(BIN)/python --no-deps -e .
$(BIN)/python -m compileall -q app
endef
else
define install
test -x $(BIN)/python || $(PYTHON) -c '$(CHECK)'
test -x $(BIN)/python || $(PYTHON) -m venv .venv
$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
$(BIN)/python -m compileall -q app
endef
endif
