#!/usr/bin/env bash
# clang-tidy over every source of the compile database in BUILD: tests/lint/tidy.sh [BUILD [PATH...]]
# PATH narrows it to the sources whose path begins so. Clean results are remembered in build/tidy-cache.
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/dev}
[ $# -eq 0 ] || shift
exec python3 tests/lint/tidy.py "$build" "$@"
