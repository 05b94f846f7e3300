# Two commands: `make demo` shows the portal, `make test` proves it. PYTHON names a Python 3.11 or newer.
PYTHON ?= python3
RUN := .venv/bin/python
export PORT ESTATES
# Tests empty the cache before they begin: those that share a server named by REDIS_URL run one by one.
PARALLEL = $(if $(REDIS_URL),,-n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder)

.PHONY: demo test check bench lock clean

demo:  ## the whole portal on this machine; PORT=8001, ESTATES=file.csv
	@$(PYTHON) bin/prepare.py demo && exec $(RUN) bin/demo.py

test:  ## the whole suite, a file of it on each core; ARGS="tests/pilots -k list" runs a part in one process
	@$(PYTHON) bin/prepare.py tests && exec $(RUN) -m pytest $(or $(ARGS),$(PARALLEL))

check:  ## lint, types, import directions, migrations, production settings, the OpenAPI document
	@$(PYTHON) bin/prepare.py tools
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) bin/check.py imports
	$(RUN) bin/check.py migrations
	$(RUN) bin/check.py production
	$(RUN) bin/check.py openapi

bench:  ## speed, each measure as a ratio to a floor in the same run
	@$(PYTHON) bin/prepare.py bench && exec $(RUN) -m bench

lock:  ## resolve pyproject.toml anew into the two lock files; needs uv
	uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements.txt
	uv pip compile pyproject.toml --group dev --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --constraints requirements.txt --output-file requirements-dev.txt

clean:  ## what the commands above made, the demo's data as well
	rm -rf .venv node_modules static/build var
