# Fenji: `make run` and `make test` are all one needs; `make help` lists the rest.
VENV ?= .venv
PYTHON ?= python3
PYTEST = $(VENV)/bin/python -m pytest
FAST = not slow and not soak and not browser and not postgres and not fault
# What `make check` runs of them: the pure parts, the habits, and each case once, by the reference.
NEAR = tests/unit tests/habits tests/conformance rulesets engine storage service editor api cli
ONCE = not test_conformance or (inferred and reference)
# Two workers: the tests share the machine with the servers and databases they start.
WORKERS ?= 2
# Each begins with one half and ends with tests of the other: a server, a browser, a house that many
# tests share is then mostly made by one of them.
SHARED = -n $(WORKERS) --dist worksteal
SOAK_MINUTES ?= 60
WORDS = editor/translations/zh/LC_MESSAGES/messages.po
# Not there where they could not be fetched; the next call tries again.
BROWSER = editor/static/vendor/package-lock.json
export VENV PYTHON
# Tests start hundreds of processes: none of them is to compile all of Fenji again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install run test check soak bench screenshots

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 13

install: $(VENV)/.dev $(BROWSER)  ## make .venv with everything for work on Fenji

run: $(VENV)/.run $(BROWSER)  ## start Fenji with sample data on 127.0.0.1:8000
	$(VENV)/bin/fenji serve --demo

test: $(VENV)/.dev $(VENV)/.machine $(BROWSER)  ## run all tests; ARGS="-k name" adds options of pytest
	$(PYTEST) $(SHARED) $(ARGS)

check: $(VENV)/.dev  ## format, lint, types, walls and the fast tests: under a minute
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PYTEST) $(SHARED) -q -m "$(FAST)" -k "$(ONCE)" $(NEAR) $(ARGS)

soak: $(VENV)/.dev $(VENV)/.machine  ## an hour of new rulesets (SOAK_MINUTES), then the tests that take minutes
	$(VENV)/bin/python -m tests.differential.soaking $(SOAK_MINUTES)
	$(PYTEST) -m soak $(ARGS)

bench: $(VENV)/.dev $(VENV)/.bench  ## measure, side by side with the peers; ARGS names benchmarks
	$(VENV)/bin/python -m benchmarks $(ARGS)

screenshots: $(VENV)/.dev $(VENV)/.machine $(BROWSER)  ## picture every page in every look into var/screenshots; ARGS names pages
	$(VENV)/bin/python -m tests.browser.picturing var/screenshots $(ARGS)

# A stamp per level of set-up, so that a second call is quick.
$(VENV)/.run: pyproject.toml constraints.txt .ci/setup $(WORDS)
	.ci/setup run
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt .ci/setup $(WORDS)
	.ci/setup dev
	@touch $@ $(VENV)/.run

$(BROWSER): editor/package-lock.json | $(VENV)/.run
	.ci/setup browser

$(VENV)/.bench: | $(VENV)/.dev
	.ci/setup bench
	@touch $@

$(VENV)/.machine: | $(VENV)/.dev
	.ci/setup machine
	@touch $@
