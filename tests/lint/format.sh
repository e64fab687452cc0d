#!/usr/bin/env bash
# Every C++ source is as .clang-format says.
set -eu
cd "$(dirname "$0")/../.."
git ls-files '*.cpp' '*.hpp' | xargs clang-format --dry-run -Werror
