# The newsroom's two commands are `make demo` and `make test`; `make help` lists the rest.

PYTHON3 ?= python3
PORT ?= 8000
SERVE ?= 1

VENV := .venv
PYTHON := $(VENV)/bin/python
VAR := $(or $(NEWSROOM_VAR),var)
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes

CATALOGUES := $(wildcard newsroom/locale/*/LC_MESSAGES/*.po)
STATIC_FILES := $(shell find static newsroom/static articles/static columns/static -type f 2>/dev/null)

# A folder of its own for a gate, removed whatever the gate says.
SCRATCH := mktemp -d "$${TMPDIR:-/tmp}/newsroom-gate.XXXXXX"

# Each core takes its half of the tests in a row, so that neighbours share what was built for them; who ends first helps.
BOTH := -n 2 --dist worksteal

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo check test soak fonts messages lock clean lint unit suite templates migrations deployment audit \
	suite-sqlite suite-postgres browser journeys benchmark

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

# ---- the newsroom -------------------------------------------------------------------------------------------------

demo: $(VENV)/.requirements $(VAR)/.fonts $(VAR)/.static messages ## set up, fill with the demo newsroom, serve (PORT=, SERVE=0)
	@$(PYTHON) manage.py demo --port $(PORT)
	@if [ "$(SERVE)" != 0 ]; then exec $(PYTHON) manage.py serve --port $(PORT); fi

fonts: ## make the fonts again, for instance once npm is installed
	@rm -f $(VAR)/.fonts
	@$(MAKE) --no-print-directory $(VAR)/.fonts

messages: $(CATALOGUES:.po=.mo) ## compile the translations that changed

lock: $(VENV)/.requirements-dev ## write the requirements files anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv on the path"; exit 1; }
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		pyproject.toml -o requirements.txt
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--extra dev pyproject.toml -o requirements-dev.txt
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean: ## forget everything that was set up, except var/ with the newsroom's own data
	rm -rf $(VENV) node_modules $(VAR)/assets $(VAR)/static $(VAR)/.fonts $(VAR)/.static
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find newsroom/locale -name '*.mo' -delete 2>/dev/null || true

# ---- set-up, each step once ---------------------------------------------------------------------------------------

$(PYTHON):
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "يلزم Python 3.11 أو أحدث / Python 3.11 or newer is needed (PYTHON3=python3.12 make …)"; exit 1; }
	@$(PYTHON3) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "يلزم python3-venv / the venv module is needed (Debian: apt-get install python3-venv)"; exit 1; }

$(VENV)/.requirements: requirements.txt | $(PYTHON)
	@echo "تثبيت المكتبات… / installing the libraries…"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.requirements-dev: requirements-dev.txt | $(PYTHON)
	@echo "تثبيت أدوات التطوير… / installing the development tools…"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.requirements

# Never fails: without npm, or without a network, build_fonts falls back and says so.
$(VAR)/.fonts: package-lock.json newsroom/fonts.py | $(VENV)/.requirements
	@mkdir -p $(VAR)/assets
	@if command -v npm >/dev/null 2>&1; then \
		npm ci --ignore-scripts --no-audit --no-fund --silent --fetch-retries=1 --fetch-timeout=60000 || true; fi
	@$(PYTHON) manage.py build_fonts
	@touch $@

$(VAR)/.static: $(STATIC_FILES) $(VENV)/.requirements $(VAR)/.fonts newsroom/assets.py
	@$(PYTHON) manage.py collectstatic --noinput --verbosity 0
	@touch $@

%.mo: %.po | $(VENV)/.requirements
	@$(PYTHON) manage.py build_messages
	@touch $@

# ---- the fast lane ------------------------------------------------------------------------------------------------

check: lint unit ## the fast lane: style, floors, types, unit tests on SQLite

lint: $(VENV)/.requirements-dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/lint-imports --no-logo
	@$(VENV)/bin/mypy

unit: $(VENV)/.requirements-dev
	@env -u DATABASE_URL $(PYTHON) -m pytest -q $(BOTH)

# ---- every gate ---------------------------------------------------------------------------------------------------

test: lint templates migrations deployment audit suite-sqlite suite-postgres journeys ## every gate

templates: $(VENV)/.requirements-dev
	@$(VENV)/bin/djlint templates --lint --quiet

migrations: $(VENV)/.requirements-dev
	@var=$$($(SCRATCH)); trap 'rm -rf "$$var"' EXIT; \
		env -u DATABASE_URL NEWSROOM_ENV=test NEWSROOM_VAR="$$var" $(PYTHON) manage.py makemigrations --check --dry-run

deployment: $(VENV)/.requirements-dev
	@var=$$($(SCRATCH)); trap 'rm -rf "$$var"' EXIT; mkdir -p "$$var/media" "$$var/static"; \
		NEWSROOM_ENV=production NEWSROOM_VAR="$$var" MEDIA_ROOT="$$var/media" \
		SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		ALLOWED_HOSTS=shubbak.example SITE_URL=https://shubbak.example \
		DATABASE_URL="sqlite:///$$var/newsroom.sqlite3" EMAIL_URL="filemail:///$$var/mail" \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

# A known hole fails; a service that cannot be asked does not, but is never reported as "no holes": pip-audit does that.
audit: $(VENV)/.requirements-dev
	@out=$$($(VENV)/bin/pip-audit --require-hashes -r requirements.txt --disable-pip --progress-spinner off \
		--timeout 10 2>&1); code=$$?; skipped=$$(echo "$$out" | grep -c 'could not be audited'); \
	if echo "$$out" | grep -qE 'Found [0-9]+ known vulnerabilit'; then echo "$$out"; exit 1; \
	elif [ $$code -ne 0 ]; then echo "NOTICE: dependencies were NOT audited: $$(echo "$$out" | tail -1)"; \
	elif [ $$skipped -gt 0 ]; then echo "NOTICE: $$skipped dependencies were NOT audited (the service does not know them)"; \
	else echo "No known vulnerabilities in $$(grep -c '^[a-z].*==' requirements.txt) dependencies"; fi

suite-sqlite: $(VENV)/.requirements-dev
	@echo "---- SQLite"
	@env -u DATABASE_URL $(PYTHON) -m pytest -q $(BOTH) -m 'not journey and not soak'

suite-postgres: $(VENV)/.requirements-dev
	@echo "---- PostgreSQL"
	@$(PYTHON) -m tests.on_postgres -q $(BOTH) -m 'not journey and not soak'

browser: $(VENV)/.requirements-dev
	@bash tests/install_browser.sh

# Code 5: no test was selected, which is no failure while a lane is still empty.
journeys: browser $(VAR)/.fonts
	@echo "---- journeys in Chromium"
	@if [ -z "$$CI" ] && ! bash tests/install_browser.sh --find >/dev/null; then \
		echo "NOTICE: no Chromium here, so the journeys were NOT run."; \
	else env -u DATABASE_URL $(PYTHON) -m pytest -q $(BOTH) -m 'journey and not soak' || [ $$? -eq 5 ]; fi

benchmark: browser $(VAR)/.fonts ## measure how writing feels in a real browser, how names are told apart, and the Arabic beside Django's
	@env -u DATABASE_URL $(PYTHON) -m tests.benchmarks.names
	@env -u DATABASE_URL $(PYTHON) -m tests.benchmarks.language
	@env -u DATABASE_URL $(PYTHON) -m tests.benchmarks.writing

soak: $(VENV)/.requirements-dev ## what takes long
	@env -u DATABASE_URL $(PYTHON) -m pytest -q -m soak || [ $$? -eq 5 ]
