# 工会统计公报    make bulletin · make test · make prove · make bundle
# PYTHON=… picks the interpreter (3.11 or later); PERIOD=2024-10 the month of `make bulletin`.

PERIOD ?= 2024-10
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; \
	done)
BIN := .venv/bin

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Tests share the processors by process, one thread of Polars in each; in the order of the files,
# for few slow tests at the end would leave the other processes idle.
side_by_side := POLARS_MAX_THREADS=1 $(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := bulletin
.DELETE_ON_ERROR:
.PHONY: install bulletin test prove sample bundle clean

install: .venv/installed

bulletin: install
	@$(BIN)/bulletin run $(PERIOD)

test: .venv/installed-test
	@echo "检查写法：ruff、mypy ……"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@echo "运行测试 ……"
	@$(side_by_side) --maxprocesses 8 -m "not prove"

prove: .venv/installed-prove
	@echo "运行长测试（LibreOffice、Chromium、校验器、中断、大数据）……"
	@$(side_by_side) --maxprocesses 4 -m "prove and not alone"
	@$(BIN)/pytest -q -m alone

sample: install
	@$(BIN)/python data/make_sample.py

# PLATFORM=win_amd64 makes the offline bundle for another kind of machine than this one.
bundle: install
	@echo "制作离线安装包（约一两分钟）……"
	@$(BIN)/python bundling/make_bundle.py $(if $(PLATFORM),--platform $(PLATFORM))

clean:
	@rm -rf .venv .proof .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp for each set of packages; pip runs again only when a version may have changed.

pip_install = \
	echo "$(1)"; \
	$(BIN)/pip install -qq -c constraints.txt -e '$(2)' || { \
	echo "安装没有成功：请检查网络后重试。 (pip could not install the packages: check the network, then retry.)" >&2; \
	exit 2; }; \
	touch $@

.venv/installed: pyproject.toml constraints.txt | .venv/bin/pip
	@$(call pip_install,安装所需的软件包（第一次约一两分钟）……,.)

.venv/installed-test: pyproject.toml constraints.txt | .venv/bin/pip
	@$(call pip_install,安装软件包和测试工具（第一次约一两分钟）……,.[test])
	@touch .venv/installed

.venv/installed-prove: .venv/installed-test
	@$(call pip_install,安装长测试的工具 ……,.[test$(,)prove])

, := ,

.venv/bin/pip:
	@test -n "$(PYTHON)" || { \
	echo "需要 Python 3.11 或更高版本。 (Python 3.11 or later is needed: make PYTHON=/path/to/python3.11)" >&2; \
	exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "$(PYTHON) 不是 Python 3.11 或更高版本。 ($(PYTHON) is not Python 3.11 or later.)" >&2; \
	exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	echo "请先安装 python3-venv：sudo apt-get install python3-venv  (Please install python3-venv first.)" >&2; \
	exit 2; }
	@echo "建立运行环境 .venv ……"
	@$(PYTHON) -m venv .venv
