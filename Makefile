# Every target is one command of borderops/launcher, which needs nothing but Python 3.11 and installs the rest.
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench format locks

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Python packages into .venv, the interface's packages compiled into static/built
	@$(PYTHON) -m borderops.launcher setup

demo: ## the running service with demo data (PORT=8001 make demo picks another port); Ctrl-C stops all of it
	@$(PYTHON) -m borderops.launcher demo

test: ## make check, then every test, browser journeys included
	@$(PYTHON) -m borderops.launcher test $(ARGS)

check: ## lint, format, types, import floors, migrations, deployment checks
	@$(PYTHON) -m borderops.launcher check

bench: ## the benchmarks: a table of ratios, and bench/results.json
	@$(PYTHON) -m borderops.launcher bench $(ARGS)

format: ## put Python and templates into the house's format
	@$(PYTHON) -m borderops.launcher format

locks: ## work out the hash locks again from requirements/*.in and package.json
	@$(PYTHON) -m borderops.launcher locks
