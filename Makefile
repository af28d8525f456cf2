# One word for each thing one does with the project. CI runs `make test` and nothing else.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv/bin
JOBS ?= 2
export PORT

.PHONY: help setup demo test quick check lint format bench messages requirements

help:
	@echo "make setup     prepare .venv and the system packages (starts nothing; PROD=1 leaves the test tools out)"
	@echo "make demo      set up, load the demo data, serve http://localhost:$(PORT)/ until Ctrl-C"
	@echo "make quick     the tests without browser and servers, under three minutes"
	@echo "make test      everything: check, all tests on SQLite, what differs on PostgreSQL and Elasticsearch"
	@echo "make check     lint, direction of imports, types, migrations"
	@echo "make format    let the formatter rewrite what it can"
	@echo "make messages  compile the translations"
	@echo "make requirements  write requirements.txt from uv.lock"
	@echo "make bench     measure against the floors, print a table and JSON"

setup:
	@$(PYTHON) scripts/setup.py $(if $(PROD),--production)

demo:
	@$(PYTHON) scripts/setup.py --without-test-packages
	@$(VENV)/python scripts/serve.py --check-port
	@$(VENV)/python manage.py migrate --verbosity 0
	@$(VENV)/python manage.py demo --port $(PORT)
	@exec $(VENV)/python scripts/serve.py

test: setup
	@$(VENV)/python scripts/test.py --jobs $(JOBS)

quick:
	@$(PYTHON) scripts/setup.py --without-test-packages
	@$(VENV)/python scripts/test.py --jobs $(JOBS) --quick

check: lint
	@$(VENV)/lint-imports
	@$(VENV)/mypy
	@$(VENV)/python manage.py check --settings config.settings.test --fail-level WARNING
	@$(VENV)/python manage.py makemigrations --check --dry-run --settings config.settings.test

lint:
	@$(VENV)/ruff check
	@$(VENV)/ruff format --check
	@$(VENV)/djlint templates --lint --quiet

format:
	@$(VENV)/ruff check --fix
	@$(VENV)/ruff format

messages:
	@$(VENV)/python scripts/messages.py

requirements:
	@(echo "# The locked run-time packages, written from uv.lock by: make requirements"; \
	  uv export --frozen --no-dev --no-hashes --no-annotate --no-header --quiet) > requirements.txt

bench:
	@$(VENV)/python -m bench
