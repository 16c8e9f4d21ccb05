# Each target sets up what it needs (Python 3.11, git and make are there); a second call takes seconds.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
RUN_SAMPLE ?= docs/run_sample.py
DOCS_IMAGES ?= docs/make_images.py
ARGS ?=
ONLY ?=
LANG ?= C.UTF-8
export LANG
unexport PYTHONDONTWRITEBYTECODE # programs that tests start load compiled modules, as installed ones do

VENV := .venv
NOQT := .venv-noqt
PY := $(VENV)/bin/python
LOCALE := desktop/kakehashi/locale
PO := $(wildcard $(LOCALE)/*/*.po)
MO := $(addsuffix LC_MESSAGES/kakehashi.mo,$(sort $(dir $(PO))))
PACKED := pyproject.toml setup.py LICENSE THIRD-PARTY-NOTICES.md installers/compile_catalogue.py \
    $(shell find desktop plugins templates docs/guide -type f -not -name '*.pyc' -not -name '*.mo')
PYTEST := -m pytest -q -n auto --maxprocesses 4 --dist loadfile
PIP := -m pip --disable-pip-version-check --quiet
GROUPS := qt

.PHONY: help setup system run test test-engines soak bench lint words lock installer installer-test docs-images screenshots clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile | expand -t 22

setup: system $(VENV)/ready $(MO) ## the virtual environment and the catalogue, ready to work in

run: setup ## the sample: a plan from start to documents in out/, then the window
	$(PY) $(RUN_SAMPLE)

test: GROUPS := qt check
test: setup lint $(NOQT)/ready ## lint, all tests, and those that go through all floors again from the wheel without Qt
	$(PY) $(PYTEST) -m "not slow" $(ARGS)
	$(NOQT)/bin/python installers/check_wheel.py build/wheel/*.whl
	$(NOQT)/bin/python $(PYTEST) -m "not slow and not once" tests/cli tests/extension tests/test_open_plan.py $(ARGS)

soak: setup ## the plan file under 1,000 kills and 1,000 flipped copies, every field hidden from every reader; minutes
	$(PY) $(PYTEST) -m slow tests/storage tests/declaration tests/end_to_end tests/evidence/test_fast_road.py tests/plugins tests/sample tests/ui $(ARGS)

test-engines: GROUPS := qt engines
test-engines: setup ## on a PostgreSQL server of their own: the findings, against the embedded engine; reading its tables
	$(PY) $(PYTEST) -m slow tests/evidence/test_engines.py tests/plugins/kakehashi_sql/test_postgresql.py $(ARGS)

bench: setup ## speed, as ratios to a baseline; fails above a bound (ONLY="window checks")
	$(PY) -m compileall -q desktop plugins # as installed
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.benchmarks $(ONLY)

lint: $(VENV)/ready ## ruff, mypy and the walls between the floors
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/ruff format --check --quiet --diff .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

words: $(MO) ## compile the catalogue

lock: $(VENV)/locked ## write requirements.lock anew (UPGRADE=--upgrade for newer versions)
	CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/pip-compile --quiet --generate-hashes --allow-unsafe \
	    --strip-extras --extra dev --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	    $(UPGRADE) --output-file requirements.lock pyproject.toml

installer: GROUPS := qt bundle
installer: system dist/kakehashi/kakehashi ## the self-contained folder dist/kakehashi

installer-test: GROUPS := qt bundle
installer-test: system dist/kakehashi/kakehashi ## start that folder elsewhere: sample, import, documents, window
	$(PY) installers/test_installer.py dist/kakehashi

docs-images: GROUPS := qt check
docs-images: setup ## the pictures of the documentation
	if [ -f $(DOCS_IMAGES) ]; then QT_QPA_PLATFORM=offscreen $(PY) $(DOCS_IMAGES); fi

screenshots: GROUPS := qt
screenshots: setup ## every page of the window, both languages and themes, two sizes (PAGES="budget simulation")
	QT_QPA_PLATFORM=offscreen $(PY) docs/make_screenshots.py $(PAGES)

clean: ## all that was built, except the virtual environment
	rm -rf build dist out *.egg-info $(NOQT) $(MO) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find desktop plugins templates tests installers -name __pycache__ -exec rm -rf {} +

# ---- what the targets stand on

system:
	@installers/linux/packages.sh $(GROUPS)

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; name it: make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || installers/linux/packages.sh venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/locked: requirements.lock | $(PY)
	$(PY) $(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/ready: $(VENV)/locked pyproject.toml setup.py
	$(PY) $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(MO) &: $(PO) installers/compile_catalogue.py | $(VENV)/ready
	$(PY) installers/compile_catalogue.py

# What the tests below ui/ need and no Qt: from the same lock, and the program from its wheel.
$(NOQT)/locked: requirements.lock | $(PY)
	rm -rf $(NOQT)
	$(PYTHON) -m venv $(NOQT)
	awk '/^[^ #]/ { keep = $$1 !~ /^(pyside6|shiboken6|pytest-qt|pyinstaller|altgraph|mypy|ruff)/ } keep' \
	    requirements.lock > $(NOQT)/requirements.lock
	$(NOQT)/bin/python $(PIP) install --require-hashes -r $(NOQT)/requirements.lock
	@touch $@

$(NOQT)/ready: $(NOQT)/locked build/wheel/made
	$(NOQT)/bin/python $(PIP) install --no-deps --force-reinstall build/wheel/*.whl
	@touch $@

build/wheel/made: $(PACKED) | $(VENV)/ready
	rm -rf build/lib build/bdist.* build/wheel
	$(PY) $(PIP) wheel --no-deps --no-build-isolation --wheel-dir build/wheel .
	rm -rf kakehashi.egg-info
	@touch $@

dist/kakehashi/kakehashi: build/wheel/made $(wildcard installers/*.spec installers/*.py installers/licenses/*)
	rm -rf build/installer dist/kakehashi
	$(PY) $(PIP) install --no-deps --target build/installer build/wheel/*.whl
	PYTHONPATH=build/installer $(VENV)/bin/pyinstaller --noconfirm --log-level WARN --distpath dist \
	    --workpath build/pyinstaller installers/kakehashi.spec
