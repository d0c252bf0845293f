# Written for GNU make 3.81, which macOS still brings.

# The first of these that is Python 3.11 or later makes the virtual environment; PYTHON=... names another.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
# Processes that share the tests.
WORKERS ?= 2
PYTEST_OPTIONS ?= -n $(WORKERS) --dist loadfile
# LOCK_OPTIONS=--upgrade takes the newest releases within the bounds of pyproject.toml.
LOCK_OPTIONS ?=
UV ?= uv

bin := .venv/bin
pip := $(bin)/python -m pip --disable-pip-version-check --quiet

# Nothing is installed that the lock does not name by hash: the project itself is built with the backend of the lock.
define install
@echo "Installing what $(1) names into .venv ..."
@$(pip) install --require-hashes --requirement $(1)
@$(pip) install --no-deps --no-build-isolation --editable .
@touch $@
endef

compile = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(LOCK_OPTIONS)

.PHONY: help manual serve check demo pictures test format-check types contracts pytest approve-sample benchmark benchmark-neighbours lock clean
.DEFAULT_GOAL := help
# Two installations into one environment would get in each other's way.
.NOTPARALLEL:

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1:\2/p' Makefile | awk -F: '{ printf "make %-20s %s\n", $$1, $$2 }'

manual: .venv/.manual ## Build this repository's manual into site/
	$(bin)/qms build

serve: .venv/.manual ## Show the manual in a browser while it is edited
	$(bin)/qms serve

check: .venv/.manual ## Check the manual against the rules of document control
	$(bin)/qms check

demo: .venv/.manual ## Make the demo, a manual with years of history, and build its site into demo/site/
	rm -rf demo
	$(bin)/qms init --demo demo
	$(bin)/qms -C demo build
	@echo "Open demo/site/index.html, or look at it while it is served: $(bin)/qms -C demo serve"

pictures: .venv/.test ## Take the pictures of the README from the site of the demo (needs Chromium)
	$(bin)/python -m docs.take_pictures

test: format-check types contracts pytest ## Check style, types and import contracts, and run the tests

format-check: .venv/.test
	$(bin)/ruff check
	$(bin)/ruff format --check

types: .venv/.test
	$(bin)/mypy

contracts: .venv/.test
	$(bin)/lint-imports --no-logo

pytest: .venv/.test
	$(bin)/pytest $(PYTEST_OPTIONS)

approve-sample: .venv/.test ## Approve the revised documents of the sample as its invented people
	$(bin)/python -m sample.approve

benchmark: .venv/.test ## Measure reading, checking and building on a generated manual
	$(bin)/python -m benchmarks.run --quick

benchmark-neighbours: .venv-neighbours/.installed ## Install other plugins and generators, to be measured beside this project

lock: ## Write the locks anew from pyproject.toml and requirements/neighbours.in (needs uv)
	@command -v $(UV) >/dev/null || { echo "The locks are written by uv: install it with 'python3 -m pip install uv', or name it with UV=/path/to/uv." >&2; exit 1; }
	$(compile) pyproject.toml --group build --output-file requirements/manual.lock
	$(compile) pyproject.toml --group test --extra pdf --constraint requirements/manual.lock --output-file requirements/test.lock
	$(compile) requirements/neighbours.in --constraint requirements/manual.lock --output-file requirements/neighbours.lock

clean: ## Remove the site, the virtual environment and every cache
	rm -rf site demo .venv .venv-neighbours .qms .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.manual: .venv/bin/python requirements/manual.lock pyproject.toml
	$(call install,requirements/manual.lock)

# The lock of the tests holds everything of the manual's at the same versions.
.venv/.test: .venv/bin/python requirements/test.lock pyproject.toml
	$(call install,requirements/test.lock)
	@touch .venv/.manual

# In an environment of their own: what is measured beside this project must not change what it runs with.
.venv-neighbours/.installed: .venv/bin/python requirements/neighbours.lock
	$(bin)/python -m venv --clear .venv-neighbours
	.venv-neighbours/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements/neighbours.lock
	@touch $@

.venv/bin/python:
	@for python in $(PYTHON); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then break; fi; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "This project needs Python 3.11 or later, and none was found as $(PYTHON): install one, or name it with PYTHON=/path/to/python." >&2; \
	  exit 1; \
	fi; \
	if ! $$python -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	  echo "$$python cannot make a virtual environment: install python3-venv (on Debian and Ubuntu: apt-get install python3-venv), and run make again." >&2; \
	  exit 1; \
	fi; \
	echo "Making the virtual environment .venv with $$python ..."; \
	$$python -m venv --clear .venv || { rm -rf .venv; exit 1; }
