# Two commands: `make lab` opens JupyterLab with the assistant, `make test` checks everything.
# `make others` tests the assistant inside Jupyter AI and behind the MCP server, as they are on PyPI.
# `make content` holds the whole conversation with the default model in a browser: several minutes.
# `make nightly` repeats the trials of the provenance log at sizes that take about half an hour.
# The work is done by tools/*.py, which need nothing but Python's standard library.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && { echo $$p; break; }; done)
ARGS ?=

.PHONY: lab test others content nightly setup python

lab: python
	@$(PYTHON) tools/lab.py $(ARGS)

test: python
	@$(PYTHON) tools/check.py $(ARGS)

others: python
	@$(PYTHON) tools/others.py $(ARGS)

content: python
	@$(PYTHON) tools/check.py content

nightly: python
	@$(PYTHON) tools/check.py nightly-trials

setup: python
	@$(PYTHON) tools/lab.py --setup-only

python:
	@test -n "$(PYTHON)" || { echo "No Python 3.10 or newer was found. Install one, or name it: make lab PYTHON=/path/to/python3"; exit 1; }
