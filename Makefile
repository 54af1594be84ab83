# Needs Python 3.11, make and git. `make help` lists the targets.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal \
	--python-version 3.11 --no-header --no-annotate $(UPGRADE)

# Debian's names of what tests and benchmarks need beside Python.
SYSTEM_PACKAGES := postgresql chromium fonts-noto-core nginx redis-server wrk default-jre-headless

.PHONY: help
help:  ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' Makefile | column -t -s $$'\t'


# The virtual environment. Each stamp is as new as the lock that it was installed from.

.venv/.uv: requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

.venv/.runtime: requirements.txt .venv/.uv
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

.PHONY: lock
lock: .venv/.uv  ## compile the locks again from pyproject.toml; UPGRADE=--upgrade takes newer versions
	@$(COMPILE) pyproject.toml -o requirements.txt
	@$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt
	@echo uv | $(COMPILE) - -o requirements-uv.txt


# The demo: everything that it makes lies in .demo/.

# Nothing of the caller's own variables changes it.
DEMO = env -i PATH="$$PATH" HOME="$${HOME:-/}" LANG=C.UTF-8 SECRET_KEY="$$(cat .demo/secret-key)" \
	SITE_URL=http://127.0.0.1:$(PORT) ALLOWED_HOSTS=127.0.0.1,localhost \
	DATABASE_URL=sqlite:///$(CURDIR)/.demo/db.sqlite3 \
	MEDIA_ROOT=$(CURDIR)/.demo/media STATIC_ROOT=$(CURDIR)/.demo/staticfiles \
	REQUIRE_SECOND_FACTOR=False

.demo/secret-key: | .venv/.runtime
	@mkdir -p -m 700 .demo
	@umask 077; $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))' > $@

# The manifest is the last file that collectstatic writes.
.demo/staticfiles/staticfiles.json: .venv/.runtime laichau_portal/settings.py \
		laichau_portal/static_files.py $(shell find static -type f) | .demo/secret-key
	@$(DEMO) $(BIN)/python manage.py collectstatic --no-input --verbosity 0

.PHONY: demo
demo: .demo/staticfiles/staticfiles.json  ## the portal with demo content on http://127.0.0.1:$PORT/
	@$(DEMO) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEMO) $(BIN)/python manage.py load_demo --account-file .demo/account
	@echo "The portal: http://127.0.0.1:$(PORT)/   The newsroom: http://127.0.0.1:$(PORT)/quan-tri/"
	@exec $(DEMO) $(BIN)/gunicorn laichau_portal.wsgi --bind 127.0.0.1:$(PORT) \
		--no-control-socket --log-level warning


# Tests

.PHONY: system-packages
system-packages:  ## PostgreSQL, Chromium, nginx, Redis, wrk, Java from Debian
	@tools/system-packages $(SYSTEM_PACKAGES)

# One process for each core, each with a database of its own; a file stays together. The
# browser takes both cores as it is.
PARALLEL = $(BIN)/python -m pytest -q --numprocesses auto --dist loadfile

.PHONY: test
test: .venv/.dev system-packages  ## the suite on SQLite, then on PostgreSQL with the browser tests
	@TEST_DATABASE=sqlite $(PARALLEL) -m "not slow and not browser"
	@TEST_DATABASE=postgresql $(PARALLEL) -m "not slow and not browser"
	@TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -m "browser and not slow"

.PHONY: test-slow
test-slow: .venv/.dev system-packages  ## the long tests, before a release
	@TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -m "slow and not browser"
	@TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -m slow

.PHONY: bench
bench: .venv/.dev system-packages  ## the benchmarks; results in benchmarks/results/
	@$(BIN)/python -m benchmarks

# A production-like environment, for checks alone.
CHECKED = SECRET_KEY=no-secret-at-all-but-long-enough-for-the-check-0123456789 \
	SITE_URL=https://portal.example DATABASE_URL=sqlite://:memory:
TEMPLATES = $(shell find templates -name '*.html')

.PHONY: lint
lint: .venv/.dev  ## code, templates, Dockerfile, migrations, deployment checks
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/djade --target-version 5.2 --check $(TEMPLATES)
	@$(BIN)/hadolint Dockerfile
	@$(CHECKED) $(BIN)/python manage.py makemigrations --check --dry-run --verbosity 1
	@$(CHECKED) $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python -m pytest -q tests/test_project.py

.PHONY: format
format: .venv/.dev  ## write code and templates the way `make lint` wants them
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djade --target-version 5.2 $(TEMPLATES)

.PHONY: docker-check
docker-check:  ## build the image without an engine, start it, ask it
	@tools/system-packages buildah debootstrap docker-compose
	@touch portal.env
	@POSTGRES_PASSWORD=checked docker-compose --file compose.yaml config --quiet
	@tools/docker-check

.PHONY: install-check
install-check:  ## follow docs/install.md on a bare Debian root
	@tools/system-packages debootstrap curl
	@tools/install-check

.PHONY: sbom
sbom: .venv/.uv  ## the software bill of materials (CycloneDX) in build/
	@$(BIN)/python tools/make_sbom.py

.PHONY: icons
icons: .venv/.dev  ## draw the icons of static/img/ out of the emblem again
	@$(BIN)/python tools/make_icons.py

.PHONY: fonts
fonts: .venv/.dev  ## cut static/fonts/ out of Newsreader again
	@$(BIN)/python tools/make_fonts.py

.PHONY: guide
guide: .venv/.dev  ## photograph the newsroom for the editors' guide again
	@tools/make-guide
