#!/usr/bin/env bash
# The lock files: for Python 3.11 and newer on any system, with hashes, free of index addresses. Run by `make lock`.
set -euo pipefail
cd "$(dirname "$0")"

compile() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    --no-annotate "$@" pyproject.toml requirements-build.in
}

compile --upgrade --output-file requirements.lock
compile --upgrade --constraint requirements.lock --extra dev --output-file requirements-dev.lock
compile --upgrade --constraint requirements.lock --extra bench --output-file requirements-bench.lock

# What `make compile` needs, and nothing else.
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
  --no-annotate --upgrade --constraint requirements-dev.lock --output-file requirements-compile.lock - <<'NEEDED'
mypy>=1.13
setuptools>=70
NEEDED
