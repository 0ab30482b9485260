# Every target sets up what it needs; the first one takes a minute.
# HOST, PORT, ARGS: see docs/operations.md.
PYTHON ?= python3
SETUP := $(PYTHON) setup/bootstrap.py
.PHONY: run test lint format types migrations lock bench screenshots encoder messages

run: ## Everything, on http://localhost:8000/ unless PORT says so; ARGS=--no-demo for an empty one
	@$(SETUP) run $(ARGS)

test: ## Every test, on servers of the tests' own
	@$(SETUP) test $(ARGS)

lint: ## Style of code and templates
	@$(SETUP) exec setup.lint --check

format: ## Apply it
	@$(SETUP) exec setup.lint

types: ## mypy, strict
	@$(SETUP) exec mypy --strict .

migrations: ## Whether they say what the models say; no server is needed, hence no warning wanted
	@PYTHONWARNINGS=ignore $(SETUP) exec manage makemigrations --check --dry-run

lock: ## Compile requirements/ from pyproject.toml; ARGS=--upgrade for newer versions
	@$(SETUP) exec setup.lock $(ARGS)

bench: ## One script of benchmarks/, as in make bench NAME=wsgi_servers
	@$(SETUP) exec benchmarks.$(or $(NAME),save_to_visible http://localhost:$(or $(PORT),8000)) $(ARGS)

screenshots: ## A picture of every page and state into screenshots-new/, from a running make run
	@$(SETUP) exec tests.browser.screenshots screenshots-new http://localhost:$(or $(PORT),8000)

messages: ## Every word for a translator, as in make messages TO=fr; needs GNU gettext
	@mkdir -p locale/$(TO)
	@$(SETUP) exec django makemessages --locale $(TO) --no-obsolete --settings recruiter.settings

encoder: ## Tune, export and calibrate the encoder again: about 50 minutes on two cores
	@$(SETUP) exec training.rebuild $(ARGS)
