# `make demo`: from nothing to a graph of the sample. `make test`: everything a change must pass.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# An installed environment is newer than what it was made from.
READY  := $(VENV)/.ready
TESTED := $(VENV)/.ready-to-test

.PHONY: demo test lint browser bench pictures clean
.DEFAULT_GOAL := demo

demo: $(READY)
	@$(BIN)/kg build -o outputs
	@echo
	@echo "Three things to try next:"
	@echo "  open outputs/graph.html in a browser"
	@echo "  $(BIN)/kg sparql outputs \"SELECT ?label WHERE { ?h a kg:Hardware ; skos:prefLabel ?label }\""
	@echo "  $(BIN)/kg explain \"Our engine is 2.1x faster than vLLM on one A100-80GB with Llama-2-7B.\""

test: $(TESTED) browser lint
	$(BIN)/python -m pytest -n 2

lint: $(TESTED)
	$(BIN)/ruff check .
	$(BIN)/mypy

# What extraction costs, beside spaCy and others, and how it grows, in one table (docs/benchmarks.md); what a graph of 1,000
# and of 10,000 papers costs (speed.py and graph.py take more with `--papers`), and RDF beside rdflib (benchmarks/triples.py
# takes two million triples unless told otherwise). Then the explorer in Chromium, at 5,000 and at 20,000 nodes.
bench: $(TESTED) browser
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/graph.py
	$(BIN)/python benchmarks/triples.py --triples 200000
	$(BIN)/python benchmarks/page.py

# The README's picture of the explorer; a test holds it to what the page looks like now.
pictures: $(TESTED) browser
	$(BIN)/python docs/pictures/make.py

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(TESTED): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

# The page is tested in Debian's Chromium; elsewhere, say what is missing.
browser:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else \
	    echo "The page is tested in Chromium, which is not installed: run 'sudo apt-get install chromium' first." >&2; exit 1; \
	  fi; }

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
